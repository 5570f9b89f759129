package dev.airelay.backend.call;

import dev.airelay.backend.connect.Endpoint;
import java.util.function.Function;

/** A route of the backend beside the inference endpoint. Each answers a POST with one JSON object. */
public enum BackendRoute {
    /** Draws an image. */
    IMAGE_GENERATIONS(Endpoint::imageGenerationsPath),
    /** Draws an image after others. */
    IMAGE_EDITS(Endpoint::imageEditsPath),
    /** Transcribes an audio file. */
    TRANSCRIPTION(Endpoint::transcriptionPath);

    @SuppressWarnings("ImmutableEnumChecker") // A method reference.
    private final Function<Endpoint, String> path;

    BackendRoute(Function<Endpoint, String> path) {
        this.path = path;
    }

    /** Returns its path at a host. */
    String path(Endpoint endpoint) {
        return path.apply(endpoint);
    }
}
