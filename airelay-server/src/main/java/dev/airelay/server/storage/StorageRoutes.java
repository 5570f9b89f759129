package dev.airelay.server.storage;

import dev.airelay.server.generation.BackgroundRuns;
import dev.airelay.server.generation.GenerationContexts;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.LazyEndpoint;
import dev.airelay.server.http.Route;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.store.RelayStore;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** The routes served from the store. */
public final class StorageRoutes {

    private static final String FILES = "/v1/files";
    private static final String UPLOADS = "/v1/uploads";
    private static final String CONVERSATIONS = "/v1/conversations";
    private static final String ID = "/{id}";
    private static final String RESPONSE = "/v1/responses" + ID;
    private static final String ITEMS = CONVERSATIONS + ID + "/items";
    private static final String ITEM = ITEMS + "/{item_id}";

    private final Storage storage;
    private final BackgroundRuns runs;
    private final GenerationContexts contexts;
    private final JsonBody bodies;
    private final Executor blocking;
    private final AnswerBounds bounds;
    private final UnknownMembers unknown;

    private StorageRoutes(
            Storage storage,
            BackgroundRuns runs,
            GenerationContexts contexts,
            JsonBody bodies,
            Executor blocking,
            AnswerBounds bounds) {
        this.storage = storage;
        this.runs = runs;
        this.contexts = contexts;
        this.bodies = bodies;
        this.blocking = blocking;
        this.bounds = bounds;
        unknown = new UnknownMembers(contexts.settings().strictParameters());
    }

    /**
     * The store of files, conversations and responses.
     *
     * @param maxFileBytes maximum size of an uploaded file
     */
    public record Storage(RelayStore store, long maxFileBytes) {}

    /** The routes. Their endpoints are created by the first request: most relays never need them. */
    @SuppressWarnings("ImmutableEnumChecker") // Netty does not guarantee that its methods are immutable.
    private enum Served {
        CREATE_FILE(HttpMethod.POST, FILES, Route.BodyKind.STREAMED),
        LIST_FILES(HttpMethod.GET, FILES, Route.BodyKind.NONE),
        RETRIEVE_FILE(HttpMethod.GET, FILES + ID, Route.BodyKind.NONE),
        DELETE_FILE(HttpMethod.DELETE, FILES + ID, Route.BodyKind.NONE),
        FILE_CONTENT(HttpMethod.GET, FILES + ID + "/content", Route.BodyKind.NONE),
        CREATE_UPLOAD(HttpMethod.POST, UPLOADS, Route.BodyKind.JSON),
        ADD_UPLOAD_PART(HttpMethod.POST, UPLOADS + ID + "/parts", Route.BodyKind.STREAMED),
        COMPLETE_UPLOAD(HttpMethod.POST, UPLOADS + ID + "/complete", Route.BodyKind.JSON),
        CANCEL_UPLOAD(HttpMethod.POST, UPLOADS + ID + "/cancel", Route.BodyKind.NONE),
        CREATE_CONVERSATION(HttpMethod.POST, CONVERSATIONS, Route.BodyKind.JSON),
        RETRIEVE_CONVERSATION(HttpMethod.GET, CONVERSATIONS + ID, Route.BodyKind.NONE),
        UPDATE_CONVERSATION(HttpMethod.POST, CONVERSATIONS + ID, Route.BodyKind.JSON),
        DELETE_CONVERSATION(HttpMethod.DELETE, CONVERSATIONS + ID, Route.BodyKind.NONE),
        ADD_ITEMS(HttpMethod.POST, ITEMS, Route.BodyKind.JSON),
        LIST_ITEMS(HttpMethod.GET, ITEMS, Route.BodyKind.NONE),
        RETRIEVE_ITEM(HttpMethod.GET, ITEM, Route.BodyKind.NONE),
        DELETE_ITEM(HttpMethod.DELETE, ITEM, Route.BodyKind.NONE),
        RETRIEVE_RESPONSE(HttpMethod.GET, RESPONSE, Route.BodyKind.NONE),
        DELETE_RESPONSE(HttpMethod.DELETE, RESPONSE, Route.BodyKind.NONE),
        CANCEL_RESPONSE(HttpMethod.POST, RESPONSE + "/cancel", Route.BodyKind.NONE),
        LIST_INPUT_ITEMS(HttpMethod.GET, RESPONSE + "/input_items", Route.BodyKind.NONE);

        private final HttpMethod method;
        private final String pattern;
        private final Route.BodyKind body;

        Served(HttpMethod method, String pattern, Route.BodyKind body) {
            this.method = method;
            this.pattern = pattern;
            this.body = body;
        }
    }

    /**
     * Returns the routes.
     *
     * @param runs the responses in progress
     * @param contexts creates the contexts for parsing items
     * @param bounds the memory for replayed streams
     */
    public static List<Route> of(
            Storage storage,
            BackgroundRuns runs,
            GenerationContexts contexts,
            JsonBody bodies,
            Executor blocking,
            AnswerBounds bounds) {
        StorageRoutes routes = new StorageRoutes(storage, runs, contexts, bodies, blocking, bounds);
        List<Route> all = new ArrayList<>();
        for (Served served : Served.values()) {
            all.add(new Route(
                    served.method, served.pattern, served.body, new LazyEndpoint(() -> routes.endpoint(served))));
        }
        return all;
    }

    private Endpoint endpoint(Served served) {
        return switch (served) {
            case CREATE_FILE -> files()::create;
            case LIST_FILES -> stored(files()::list);
            case RETRIEVE_FILE -> stored(files()::retrieve);
            case DELETE_FILE -> stored(files()::delete);
            case FILE_CONTENT -> files()::content;
            case CREATE_UPLOAD -> stored(uploads()::create);
            case ADD_UPLOAD_PART -> uploads()::part;
            case COMPLETE_UPLOAD -> stored(uploads()::complete);
            case CANCEL_UPLOAD -> stored(uploads()::cancel);
            case CREATE_CONVERSATION -> stored(conversations()::create);
            case RETRIEVE_CONVERSATION -> stored(conversations()::retrieve);
            case UPDATE_CONVERSATION -> stored(conversations()::update);
            case DELETE_CONVERSATION -> stored(conversations()::delete);
            case ADD_ITEMS -> stored(conversations()::addItems);
            case LIST_ITEMS -> stored(conversations()::listItems);
            case RETRIEVE_ITEM -> stored(conversations()::retrieveItem);
            case DELETE_ITEM -> stored(conversations()::deleteItem);
            case RETRIEVE_RESPONSE -> responses()::retrieve;
            case DELETE_RESPONSE -> responses()::delete;
            case CANCEL_RESPONSE -> responses()::cancel;
            case LIST_INPUT_ITEMS -> stored(responses()::inputItems);
        };
    }

    private FilesEndpoint files() {
        return new FilesEndpoint(storage.store().files(), storage.maxFileBytes(), bodies, unknown, blocking);
    }

    private UploadsEndpoint uploads() {
        return new UploadsEndpoint(storage.store().uploads(), storage.maxFileBytes(), bodies, unknown, blocking);
    }

    private ConversationsEndpoint conversations() {
        return new ConversationsEndpoint(storage.store(), contexts, bodies);
    }

    private ResponsesEndpoint responses() {
        return new ResponsesEndpoint(storage.store().responses(), runs, blocking, bounds);
    }

    private Endpoint stored(StorageEndpoint.Work work) {
        return new StorageEndpoint(blocking, work);
    }
}
