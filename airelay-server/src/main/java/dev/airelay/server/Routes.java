package dev.airelay.server;

import dev.airelay.backend.CodexClient;
import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.responses.ResponsesDialect;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The served routes. A new generation dialect costs one line here. */
final class Routes {

    private static final String API = "/v1";
    private static final String NO_TOOLS_API = "/no-tools/v1";

    private final List<Route> routes = new ArrayList<>();
    private final GenerationContexts contexts;
    private final JsonBody bodies;
    private final CodexClient upstream;

    private Routes(GenerationContexts contexts, JsonBody bodies, CodexClient upstream) {
        this.contexts = contexts;
        this.bodies = bodies;
        this.upstream = upstream;
    }

    /**
     * Returns the table.
     *
     * @param status makes the status endpoint from the paths that are served
     */
    static RouteTable table(
            GenerationContexts contexts,
            JsonBody bodies,
            CodexClient upstream,
            Function<List<String>, Endpoint> status) {
        Routes routes = new Routes(contexts, bodies, upstream);
        routes.get("/healthz", new HealthEndpoint());
        routes.models(API);
        routes.models(NO_TOOLS_API);
        routes.generation("/chat/completions", new ChatDialect());
        routes.generation("/responses", new ResponsesDialect());
        String statusPath = API + "/relay/status";
        List<String> served = new ArrayList<>(new RouteTable(routes.routes).patterns());
        served.add(statusPath);
        routes.get(statusPath, status.apply(served));
        return new RouteTable(routes.routes);
    }

    private void models(String prefix) {
        ModelsEndpoint models = new ModelsEndpoint(upstream::models);
        get(prefix + "/models", models::list);
        get(prefix + "/models/{id}", models::retrieve);
    }

    private void generation(String path, Dialect dialect) {
        post(API + path, new GenerationEndpoint(dialect, true, contexts, bodies, upstream));
        post(NO_TOOLS_API + path, new GenerationEndpoint(dialect, false, contexts, bodies, upstream));
    }

    private void get(String pattern, Endpoint endpoint) {
        routes.add(new Route(HttpMethod.GET, pattern, Route.BodyKind.NONE, endpoint));
    }

    private void post(String pattern, Endpoint endpoint) {
        routes.add(new Route(HttpMethod.POST, pattern, Route.BodyKind.JSON, endpoint));
    }
}
