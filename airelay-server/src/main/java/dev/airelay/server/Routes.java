package dev.airelay.server;

import dev.airelay.server.account.ModelsEndpoint;
import dev.airelay.server.generation.CompactionEndpoint;
import dev.airelay.server.generation.CompatibilityEndpoint;
import dev.airelay.server.generation.GenerationEndpoint;
import dev.airelay.server.generation.GenerationSupport;
import dev.airelay.server.generation.InputTokensEndpoint;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.responses.Compaction;
import dev.airelay.transforms.responses.InputTokens;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.ErrorShape;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The served routes. A new generation dialect costs one line here. */
final class Routes {

    private static final String API = "/v1";
    private static final String NO_TOOLS_API = "/no-tools/v1";

    private static final String STATUS = API + "/relay/status";

    private final List<Route> routes = new ArrayList<>();
    private final Map<String, ParameterTable> parameters = new LinkedHashMap<>();
    private final GenerationSupport generations;
    private final InputTokensEndpoint.Counting counting;

    /**
     * Health and status endpoints.
     *
     * @param ready tells whether requests have a chance
     * @param status makes the status endpoint from the paths that are served
     */
    record Health(Endpoint ready, Function<List<String>, Endpoint> status) {}

    private Routes(GenerationSupport generations, InputTokensEndpoint.Counting counting) {
        this.generations = generations;
        this.counting = counting;
    }

    /**
     * Returns the table.
     *
     * @param counting counts the tokens of requests
     * @param models answers for models
     * @param subscription answers for the plan
     * @param storage the routes that are served from the store
     * @param health tells how the relay is
     */
    static RouteTable table(
            GenerationSupport generations,
            InputTokensEndpoint.Counting counting,
            ModelsEndpoint models,
            Endpoint subscription,
            List<Route> storage,
            Health health) {
        Routes routes = new Routes(generations, counting);
        routes.get("/healthz", Route.Kind.PROBE, new HealthEndpoint());
        routes.get("/readyz", Route.Kind.PROBE, health.ready());
        routes.models(API, models);
        routes.models(NO_TOOLS_API, models);
        routes.generation("/chat/completions", new ChatDialect());
        routes.generation("/responses", new ResponsesDialect());
        routes.generation("/completions", new CompletionsDialect());
        routes.compaction("/responses/compact", new Compaction());
        routes.inputTokens("/responses/input_tokens", new InputTokens());
        routes.get(API + "/subscription/status", Route.Kind.STATUS, subscription);
        routes.get(API + "/account/rate_limits", Route.Kind.STATUS, subscription);
        routes.get(API + "/relay/compatibility", new CompatibilityEndpoint(routes.parameters));
        routes.routes.addAll(storage);
        List<String> served = new ArrayList<>(new RouteTable(routes.routes).patterns());
        served.add(STATUS);
        routes.get(STATUS, Route.Kind.STATUS, health.status().apply(served));
        return new RouteTable(routes.routes);
    }

    private void models(String prefix, ModelsEndpoint models) {
        get(prefix + "/models", models::list);
        get(prefix + "/models/{id*}", models::retrieve);
    }

    private void generation(String path, Dialect dialect) {
        parameters.put(API + path, dialect.parameters());
        post(API + path, dialect.errors(), new GenerationEndpoint(dialect, true, generations));
        post(NO_TOOLS_API + path, dialect.errors(), new GenerationEndpoint(dialect, false, generations));
    }

    private void compaction(String path, Compaction compaction) {
        parameters.put(API + path, compaction.parameters());
        post(API + path, new CompactionEndpoint(compaction, true, generations));
        post(NO_TOOLS_API + path, new CompactionEndpoint(compaction, false, generations));
    }

    private void inputTokens(String path, InputTokens inputTokens) {
        parameters.put(API + path, inputTokens.parameters());
        post(API + path, new InputTokensEndpoint(inputTokens, true, generations, counting));
        post(NO_TOOLS_API + path, new InputTokensEndpoint(inputTokens, false, generations, counting));
    }

    private void get(String pattern, Endpoint endpoint) {
        get(pattern, Route.Kind.API, endpoint);
    }

    private void get(String pattern, Route.Kind kind, Endpoint endpoint) {
        routes.add(new Route(HttpMethod.GET, pattern, Route.BodyKind.NONE, kind, ErrorShape.OPENAI, endpoint));
    }

    private void post(String pattern, Endpoint endpoint) {
        post(pattern, ErrorShape.OPENAI, endpoint);
    }

    private void post(String pattern, ErrorShape errors, Endpoint endpoint) {
        routes.add(new Route(HttpMethod.POST, pattern, Route.BodyKind.JSON, Route.Kind.API, errors, endpoint));
    }
}
