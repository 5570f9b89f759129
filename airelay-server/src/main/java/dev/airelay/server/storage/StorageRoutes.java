package dev.airelay.server.storage;

import dev.airelay.server.generation.BackgroundRuns;
import dev.airelay.server.generation.GenerationContexts;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.Route;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.store.RelayStore;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** The routes whose answers come from the store. */
public final class StorageRoutes {

    private static final String FILES = "/v1/files";
    private static final String UPLOADS = "/v1/uploads";
    private static final String CONVERSATIONS = "/v1/conversations";
    private static final String ID = "/{id}";
    private static final String RESPONSE = "/v1/responses" + ID;
    private static final String ITEMS = CONVERSATIONS + ID + "/items";
    private static final String ITEM = ITEMS + "/{item_id}";

    private final List<Route> routes = new ArrayList<>();
    private final Executor blocking;

    private StorageRoutes(Executor blocking) {
        this.blocking = blocking;
    }

    /**
     * Where files, conversations and responses are.
     *
     * @param maxFileBytes what one uploaded file may have
     */
    public record Storage(RelayStore store, long maxFileBytes) {}

    /**
     * Returns the routes.
     *
     * @param runs the responses that are still made
     * @param contexts makes the contexts in which items are read
     * @param bounds the memory of which streams that are sent again take some
     */
    public static List<Route> of(
            Storage storage,
            BackgroundRuns runs,
            GenerationContexts contexts,
            JsonBody bodies,
            Executor blocking,
            AnswerBounds bounds) {
        StorageRoutes routes = new StorageRoutes(blocking);
        UnknownMembers unknown = new UnknownMembers(contexts.settings().strictParameters());
        routes.files(new FilesEndpoint(storage.store().files(), storage.maxFileBytes(), bodies, unknown, blocking));
        routes.uploads(
                new UploadsEndpoint(storage.store().uploads(), storage.maxFileBytes(), bodies, unknown, blocking));
        routes.conversations(new ConversationsEndpoint(storage.store(), contexts, bodies));
        routes.responses(new ResponsesEndpoint(storage.store().responses(), runs, blocking, bounds));
        return routes.routes;
    }

    private void files(FilesEndpoint files) {
        add(HttpMethod.POST, FILES, Route.BodyKind.STREAMED, files::create);
        get(FILES, files::list);
        get(FILES + ID, files::retrieve);
        delete(FILES + ID, files::delete);
        add(HttpMethod.GET, FILES + ID + "/content", Route.BodyKind.NONE, files::content);
    }

    private void uploads(UploadsEndpoint uploads) {
        post(UPLOADS, uploads::create);
        add(HttpMethod.POST, UPLOADS + ID + "/parts", Route.BodyKind.STREAMED, uploads::part);
        post(UPLOADS + ID + "/complete", uploads::complete);
        add(HttpMethod.POST, UPLOADS + ID + "/cancel", Route.BodyKind.NONE, stored(uploads::cancel));
    }

    private void conversations(ConversationsEndpoint conversations) {
        post(CONVERSATIONS, conversations::create);
        get(CONVERSATIONS + ID, conversations::retrieve);
        post(CONVERSATIONS + ID, conversations::update);
        delete(CONVERSATIONS + ID, conversations::delete);
        post(ITEMS, conversations::addItems);
        get(ITEMS, conversations::listItems);
        get(ITEM, conversations::retrieveItem);
        delete(ITEM, conversations::deleteItem);
    }

    private void responses(ResponsesEndpoint responses) {
        add(HttpMethod.GET, RESPONSE, Route.BodyKind.NONE, responses::retrieve);
        add(HttpMethod.DELETE, RESPONSE, Route.BodyKind.NONE, responses::delete);
        add(HttpMethod.POST, RESPONSE + "/cancel", Route.BodyKind.NONE, responses::cancel);
        get(RESPONSE + "/input_items", responses::inputItems);
    }

    private void get(String pattern, StorageEndpoint.Work work) {
        add(HttpMethod.GET, pattern, Route.BodyKind.NONE, stored(work));
    }

    private void delete(String pattern, StorageEndpoint.Work work) {
        add(HttpMethod.DELETE, pattern, Route.BodyKind.NONE, stored(work));
    }

    private void post(String pattern, StorageEndpoint.Work work) {
        add(HttpMethod.POST, pattern, Route.BodyKind.JSON, stored(work));
    }

    private Endpoint stored(StorageEndpoint.Work work) {
        return new StorageEndpoint(blocking, work);
    }

    private void add(HttpMethod method, String pattern, Route.BodyKind body, Endpoint endpoint) {
        routes.add(new Route(method, pattern, body, endpoint));
    }
}
