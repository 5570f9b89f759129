package dev.airelay.server;

import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.responses.Compaction;
import dev.airelay.transforms.responses.InputTokens;
import dev.airelay.transforms.responses.ResponsesDialect;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The served routes. A new generation dialect costs one line here. */
final class Routes {

    private static final String API = "/v1";
    private static final String NO_TOOLS_API = "/no-tools/v1";

    private static final String LIVENESS = "/healthz";
    private static final String READINESS = "/readyz";
    private static final String STATUS = API + "/relay/status";
    private static final String SUBSCRIPTION = API + "/subscription/status";
    private static final String RATE_LIMITS = API + "/account/rate_limits";

    /** Asked again and again by programs that show how the relay is. */
    private static final Set<String> WATCHING = Set.of(LIVENESS, READINESS, STATUS, SUBSCRIPTION, RATE_LIMITS);

    private final List<Route> routes = new ArrayList<>();
    private final Map<String, ParameterTable> parameters = new LinkedHashMap<>();
    private final GenerationSupport generations;
    private final InputTokensEndpoint.Counting counting;

    /**
     * What tells how the relay is.
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
        routes.get(LIVENESS, new HealthEndpoint());
        routes.get(READINESS, health.ready());
        routes.models(API, models);
        routes.models(NO_TOOLS_API, models);
        routes.generation("/chat/completions", new ChatDialect());
        routes.generation("/responses", new ResponsesDialect());
        routes.generation("/completions", new CompletionsDialect());
        routes.compaction("/responses/compact", new Compaction());
        routes.inputTokens("/responses/input_tokens", new InputTokens());
        routes.get(SUBSCRIPTION, subscription);
        routes.get(RATE_LIMITS, subscription);
        routes.get(API + "/relay/compatibility", new CompatibilityEndpoint(routes.parameters));
        routes.routes.addAll(storage);
        List<String> served = new ArrayList<>(new RouteTable(routes.routes).patterns());
        served.add(STATUS);
        routes.get(STATUS, health.status().apply(served));
        return new RouteTable(routes.routes);
    }

    /** Returns true for what programs ask that watch over the relay. */
    static boolean isProbe(String requestTarget) {
        String path = RequestPath.of(requestTarget);
        return path.equals(LIVENESS) || path.equals(READINESS);
    }

    /** Returns true for a path that only tells how the relay is. */
    static boolean isWatching(String path) {
        return WATCHING.contains(path);
    }

    private void models(String prefix, ModelsEndpoint models) {
        get(prefix + "/models", models::list);
        get(prefix + "/models/{id*}", models::retrieve);
    }

    private void generation(String path, Dialect dialect) {
        parameters.put(API + path, dialect.parameters());
        post(API + path, new GenerationEndpoint(dialect, true, generations));
        post(NO_TOOLS_API + path, new GenerationEndpoint(dialect, false, generations));
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
        routes.add(new Route(HttpMethod.GET, pattern, Route.BodyKind.NONE, endpoint));
    }

    private void post(String pattern, Endpoint endpoint) {
        routes.add(new Route(HttpMethod.POST, pattern, Route.BodyKind.JSON, endpoint));
    }
}
