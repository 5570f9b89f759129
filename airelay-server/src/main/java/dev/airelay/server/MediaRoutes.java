package dev.airelay.server;

import dev.airelay.server.generation.GenerationSupport;
import dev.airelay.server.generation.ImageStorage;
import dev.airelay.server.generation.ImagesEndpoint;
import dev.airelay.server.generation.TranscriptionEndpoint;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.LazyEndpoint;
import dev.airelay.server.http.Route;
import dev.airelay.server.upstream.MediaCalls;
import dev.airelay.transforms.audio.Transcription;
import dev.airelay.transforms.images.Images;
import dev.airelay.transforms.parameter.ParameterTable;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes of images and audio. Their requests cannot offer tools, so their twins below {@code /no-tools} behave the same.
 */
final class MediaRoutes {

    private static final String NO_TOOLS = "/no-tools";

    private final GenerationSupport support;
    private final MediaCalls calls;
    private final ImageStorage storage;
    private final String hostModel;

    /** The routes, each created by its first request. */
    private enum Served {
        GENERATIONS("/v1/images/generations", Route.BodyKind.JSON),
        EDITS("/v1/images/edits", Route.BodyKind.JSON_OR_FORM),
        TRANSCRIPTIONS("/v1/audio/transcriptions", Route.BodyKind.FORM);

        private final String path;
        private final Route.BodyKind body;

        Served(String path, Route.BodyKind body) {
            this.path = path;
            this.body = body;
        }
    }

    private MediaRoutes(GenerationSupport support, MediaCalls calls, ImageStorage storage, String hostModel) {
        this.support = support;
        this.calls = calls;
        this.storage = storage;
        this.hostModel = hostModel;
    }

    /**
     * Returns the routes.
     *
     * @param calls plans their upstream calls
     * @param storage stores images if a client requests it
     * @param hostModel the model that calls the image tool
     */
    static List<Route> of(GenerationSupport support, MediaCalls calls, ImageStorage storage, String hostModel) {
        MediaRoutes media = new MediaRoutes(support, calls, storage, hostModel);
        List<Route> routes = new ArrayList<>();
        for (Served served : Served.values()) {
            Endpoint endpoint = new LazyEndpoint(() -> media.endpoint(served));
            routes.add(new Route(HttpMethod.POST, served.path, served.body, endpoint));
            routes.add(new Route(HttpMethod.POST, NO_TOOLS + served.path, served.body, endpoint));
        }
        return routes;
    }

    private Endpoint endpoint(Served served) {
        return switch (served) {
            case GENERATIONS -> new ImagesEndpoint(Images.generations(hostModel), calls, storage, support);
            case EDITS -> new ImagesEndpoint(Images.edits(hostModel), calls, storage, support);
            case TRANSCRIPTIONS -> new TranscriptionEndpoint(new Transcription(), calls, support);
        };
    }

    /** Returns the parameters of each route. */
    static Map<String, ParameterTable> parameters() {
        Map<String, ParameterTable> parameters = new LinkedHashMap<>();
        parameters.put(Served.GENERATIONS.path, Images.generations("").parameters());
        parameters.put(Served.EDITS.path, Images.edits("").parameters());
        parameters.put(Served.TRANSCRIPTIONS.path, new Transcription().parameters());
        return parameters;
    }
}
