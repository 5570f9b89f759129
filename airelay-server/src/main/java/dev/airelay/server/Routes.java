package dev.airelay.server;

import dev.airelay.security.CredentialHeader;
import dev.airelay.server.account.ModelsEndpoint;
import dev.airelay.server.generation.CompactionEndpoint;
import dev.airelay.server.generation.CompatibilityEndpoint;
import dev.airelay.server.generation.GenerationEndpoint;
import dev.airelay.server.generation.GenerationSupport;
import dev.airelay.server.generation.InputTokensEndpoint;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.LazyEndpoint;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import dev.airelay.server.ollama.OllamaModels;
import dev.airelay.transforms.anthropic.CountTokens;
import dev.airelay.transforms.anthropic.MessagesDialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.ollama.OllamaChatDialect;
import dev.airelay.transforms.ollama.OllamaGenerateDialect;
import dev.airelay.transforms.ollama.OllamaModelRequest;
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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The served routes. A new generation dialect of the relay's own is a constant of {@link Own} and the cases for it. */
final class Routes {

    private static final String API = "/v1";
    private static final String NO_TOOLS = "/no-tools";
    private static final String NO_TOOLS_API = NO_TOOLS + API;

    private static final String OLLAMA_API = "/api";
    private static final Route.Api OLLAMA = new Route.Api(ErrorShape.OLLAMA, Route.Api.OPENAI.credentials());

    private static final String STATUS = API + "/relay/status";

    private final List<Route> routes = new ArrayList<>();
    private final List<Guest> guests;
    private final GenerationSupport generations;
    private final InputTokensEndpoint.Counting counting;

    /** The relay's own routes that translate requests, each created by its first request, with tools and without. */
    private enum Own {
        CHAT("/chat/completions"),
        RESPONSES("/responses"),
        COMPLETIONS("/completions"),
        COMPACTION("/responses/compact"),
        INPUT_TOKENS("/responses/input_tokens"),
        MESSAGES("/messages"),
        COUNT_TOKENS("/messages/count_tokens");

        private final String path;

        Own(String path) {
            this.path = path;
        }

        Route.Api api() {
            return switch (this) {
                case MESSAGES, COUNT_TOKENS -> Route.Api.ANTHROPIC;
                default -> Route.Api.OPENAI;
            };
        }
    }

    /** Ollama's routes, created like {@link Own}. */
    private enum Ollama {
        VERSION("/version", true),
        TAGS("/tags", true),
        PS("/ps", true),
        SHOW("/show", false),
        PULL("/pull", false),
        CHAT("/chat", false),
        GENERATE("/generate", false);

        private final String path;
        private final boolean reads;

        Ollama(String path, boolean reads) {
            this.path = OLLAMA_API + path;
            this.reads = reads;
        }

        HttpMethod method() {
            return reads ? HttpMethod.GET : HttpMethod.POST;
        }
    }

    /** The routes of the page, made like {@link Own}. The first three are public. */
    enum Page {
        SHELL("/", true),
        FILE("/page/{file}", true),
        SESSION("/page/session", true),
        CODE(API + "/relay/page/code", false),
        TOKEN(API + "/relay/page/token", false),
        EVENTS(API + "/relay/page/events", false);

        private final String path;
        private final Route.Kind kind;

        Page(String path, boolean open) {
            this.path = path;
            this.kind = open ? Route.Kind.PROBE : Route.Kind.STATUS;
        }

        HttpMethod method() {
            return this == SESSION || this == CODE ? HttpMethod.POST : HttpMethod.GET;
        }
    }

    /**
     * Health and status endpoints.
     *
     * @param ready reports whether requests can succeed
     * @param status creates the status endpoint from the served paths
     * @param page creates the endpoints of the page
     */
    record Health(Endpoint ready, Function<List<String>, Endpoint> status, Function<Page, Endpoint> page) {}

    /**
     * The endpoints that show the account.
     *
     * @param models lists the models
     * @param plan shows the plan's limits
     */
    record Account(ModelsEndpoint models, Endpoint plan) {}

    /**
     * Another program's dialect.
     *
     * @param path its path, which also exists below {@code /no-tools}, without tools
     * @param credentials the headers in which its clients present the relay token
     */
    record Guest(String path, Dialect dialect, Set<CredentialHeader> credentials) {}

    private Routes(GenerationSupport generations, InputTokensEndpoint.Counting counting, List<Guest> guests) {
        this.guests = guests;
        this.generations = generations;
        this.counting = counting;
    }

    /**
     * Returns the table.
     *
     * @param counting counts the tokens of requests
     * @param account shows models and plan
     * @param storage the routes of the store
     * @param guests other programs' dialects
     * @param health the health and status endpoints
     * @throws IllegalArgumentException if a guest's path, or its twin, is already used
     */
    static RouteTable table(
            GenerationSupport generations,
            InputTokensEndpoint.Counting counting,
            Account account,
            List<Route> storage,
            List<Guest> guests,
            Health health) {
        Routes routes = new Routes(generations, counting, guests);
        HealthEndpoint alive = new HealthEndpoint();
        routes.get("/healthz", Route.Kind.PROBE, alive);
        routes.get("/readyz", Route.Kind.PROBE, health.ready());
        // Claude Code requests it first, without the token; any success is accepted.
        routes.get("/api/hello", Route.Kind.PROBE, alive);
        routes.models(API, account.models());
        routes.models(NO_TOOLS_API, account.models());
        for (Own route : Own.values()) {
            routes.own(route);
        }
        for (Ollama route : Ollama.values()) {
            routes.ollama(route, "", true, account.models());
            routes.ollama(route, NO_TOOLS, false, account.models());
        }
        routes.get(API + "/subscription/status", Route.Kind.STATUS, account.plan());
        routes.get(API + "/account/rate_limits", Route.Kind.STATUS, account.plan());
        routes.get(
                API + "/relay/compatibility", new LazyEndpoint(() -> new CompatibilityEndpoint(routes.parameters())));
        for (Page route : Page.values()) {
            routes.routes.add(new Route(
                    route.method(),
                    route.path,
                    Route.BodyKind.NONE,
                    route.kind,
                    Route.Api.OPENAI,
                    new LazyEndpoint(() -> health.page().apply(route))));
        }
        routes.routes.addAll(storage);
        // After the relay's own: a guest cannot replace them.
        guests.forEach(guest -> routes.generation(
                guest.path(), guest.dialect(), new Route.Api(guest.dialect().errors(), guest.credentials())));
        List<String> served = new ArrayList<>(new RouteTable(routes.routes).patterns());
        served.add(STATUS);
        routes.get(STATUS, Route.Kind.STATUS, health.status().apply(served));
        RouteTable table = new RouteTable(routes.routes);
        guests.forEach(guest -> requireReached(table, guest));
        return table;
    }

    /**
     * A path may be served already, be an alias, as {@code /responses} is for {@code /v1/responses}, or share its prefix
     * with a probe, which needs no token.
     */
    private static void requireReached(RouteTable table, Guest guest) {
        for (String path : List.of(guest.path(), NO_TOOLS + guest.path())) {
            RouteTable.Match match = table.match(HttpMethod.POST, table.path(path));
            boolean reached = match instanceof RouteTable.Match.Found found
                    && found.route().endpoint() instanceof GenerationEndpoint endpoint
                    && endpoint.serves(guest.dialect())
                    && found.route().pattern().equals(path)
                    && found.route().api().credentials().equals(guest.credentials())
                    && !table.sharesPrefixWithProbe(path);
            if (!reached) {
                throw new IllegalArgumentException(
                        "the dialect " + guest.dialect().name() + " would not be reached at " + path
                                + ": choose a path that is not used yet");
            }
        }
    }

    private void models(String prefix, ModelsEndpoint models) {
        get(prefix + "/models", models::list);
        get(prefix + "/models/{id*}", models::retrieve);
    }

    private void own(Own route) {
        Route.BodyKind body = route == Own.RESPONSES ? Route.BodyKind.JSON_OR_SOCKET : Route.BodyKind.JSON;
        post(API + route.path, body, route.api(), new LazyEndpoint(() -> endpoint(route, true)));
        post(NO_TOOLS_API + route.path, body, route.api(), new LazyEndpoint(() -> endpoint(route, false)));
    }

    private Endpoint endpoint(Own route, boolean toolsAllowed) {
        return switch (route) {
            case CHAT -> new GenerationEndpoint(new ChatDialect(), toolsAllowed, generations);
            case RESPONSES -> new GenerationEndpoint(new ResponsesDialect(), toolsAllowed, generations);
            case COMPLETIONS -> new GenerationEndpoint(new CompletionsDialect(), toolsAllowed, generations);
            case COMPACTION -> new CompactionEndpoint(new Compaction(), toolsAllowed, generations);
            case INPUT_TOKENS -> new InputTokensEndpoint(new InputTokens(), toolsAllowed, generations, counting);
            case MESSAGES -> new GenerationEndpoint(new MessagesDialect(), toolsAllowed, generations);
            case COUNT_TOKENS -> new InputTokensEndpoint(new CountTokens(), toolsAllowed, generations, counting);
        };
    }

    private void ollama(Ollama route, String prefix, boolean toolsAllowed, ModelsEndpoint models) {
        routes.add(new Route(
                route.method(),
                prefix + route.path,
                route.reads ? Route.BodyKind.NONE : Route.BodyKind.JSON,
                Route.Kind.API,
                OLLAMA,
                new LazyEndpoint(() -> endpoint(route, toolsAllowed, models))));
    }

    private Endpoint endpoint(Ollama route, boolean toolsAllowed, ModelsEndpoint known) {
        OllamaModels models = new OllamaModels(
                known,
                generations.bodies(),
                generations.contexts().settings(),
                toolsAllowed,
                generations.contexts().clock());
        return switch (route) {
            case VERSION -> models::version;
            case TAGS -> models::tags;
            case PS -> models::loaded;
            case SHOW -> models::show;
            case PULL -> models::pull;
            case CHAT -> new GenerationEndpoint(new OllamaChatDialect(), toolsAllowed, generations);
            case GENERATE -> new GenerationEndpoint(new OllamaGenerateDialect(), toolsAllowed, generations);
        };
    }

    /**
     * Returns the table of the listener for Ollama's clients: Ollama's routes, and the two of OpenAI's that clients call at
     * the same address. Its chat completions have no access to the store, because the listener may be open.
     *
     * @param all the relay's whole table
     */
    static RouteTable ollama(RouteTable all, GenerationSupport generations) {
        List<Route> routes = new ArrayList<>();
        routes.add(
                new Route(HttpMethod.GET, "/", Route.BodyKind.NONE, Route.Kind.PROBE, OLLAMA, OllamaModels::running));
        all.routes().stream().filter(Routes::forOllama).forEach(routes::add);
        routes.add(new Route(
                HttpMethod.POST,
                API + Own.CHAT.path,
                Route.BodyKind.JSON,
                new LazyEndpoint(() -> new GenerationEndpoint(ChatDialect.stateless(), true, generations))));
        return new RouteTable(routes);
    }

    private static boolean forOllama(Route route) {
        // By name, because another program's dialect may have Ollama's form of errors too.
        return Stream.of(Ollama.values())
                        .anyMatch(own -> route.method().equals(own.method())
                                && route.pattern().equals(own.path))
                || route.pattern().equals(API + "/models");
    }

    /** The parameters of every route that translates requests, the relay's own first. */
    private Map<String, ParameterTable> parameters() {
        Map<String, ParameterTable> parameters = new LinkedHashMap<>();
        parameters.put(API + Own.CHAT.path, new ChatDialect().parameters());
        parameters.put(API + Own.RESPONSES.path, new ResponsesDialect().parameters());
        parameters.put(API + Own.COMPLETIONS.path, new CompletionsDialect().parameters());
        parameters.put(API + Own.COMPACTION.path, new Compaction().parameters());
        parameters.put(API + Own.INPUT_TOKENS.path, new InputTokens().parameters());
        parameters.put(API + Own.MESSAGES.path, new MessagesDialect().parameters());
        parameters.put(API + Own.COUNT_TOKENS.path, new CountTokens().parameters());
        parameters.put(Ollama.CHAT.path, new OllamaChatDialect().parameters());
        parameters.put(Ollama.GENERATE.path, new OllamaGenerateDialect().parameters());
        parameters.put(Ollama.SHOW.path, OllamaModelRequest.SHOW.parameters());
        parameters.put(Ollama.PULL.path, OllamaModelRequest.PULL.parameters());
        parameters.putAll(MediaRoutes.parameters());
        guests.forEach(guest -> parameters.put(guest.path(), guest.dialect().parameters()));
        return parameters;
    }

    private void generation(String path, Dialect dialect, Route.Api api) {
        post(path, Route.BodyKind.JSON, api, new GenerationEndpoint(dialect, true, generations));
        post(NO_TOOLS + path, Route.BodyKind.JSON, api, new GenerationEndpoint(dialect, false, generations));
    }

    private void get(String pattern, Endpoint endpoint) {
        get(pattern, Route.Kind.API, endpoint);
    }

    private void get(String pattern, Route.Kind kind, Endpoint endpoint) {
        routes.add(new Route(HttpMethod.GET, pattern, Route.BodyKind.NONE, kind, Route.Api.OPENAI, endpoint));
    }

    private void post(String pattern, Route.BodyKind body, Route.Api api, Endpoint endpoint) {
        routes.add(new Route(HttpMethod.POST, pattern, body, Route.Kind.API, api, endpoint));
    }
}
