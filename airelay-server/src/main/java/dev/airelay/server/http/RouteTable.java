package dev.airelay.server.http;

import dev.airelay.security.CredentialHeader;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The served routes, and the responses for all others. They do not change. Safe for concurrent use. */
public final class RouteTable {

    private static final List<String> PROTECTED_PREFIXES = List.of("/v1", "/no-tools/v1");
    private static final String NO_TOOLS = "/no-tools";

    private final List<Route> routes;
    private final List<Entry> entries;
    private final TolerantPath paths;
    private final Set<String> credentialHeaders;
    private final List<String> protectedPrefixes;
    private final Set<String> probes;
    /** The paths without placeholders, which are those of nearly all requests. */
    private final Set<String> literal;
    /** The results for them, by method: each is looked for once, by its first request. */
    private final Map<HttpMethod, Map<String, Resolved>> known = new HashMap<>();

    /**
     * The path, route and protection of a request.
     *
     * @param path the normalized path of its target, which alone determines route and protection
     * @param match the route, or why there is none
     * @param needsToken whether it needs the relay token
     */
    record Resolved(String path, Match match, boolean needsToken) {}

    public RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        List<Entry> all = new ArrayList<>();
        Set<String> headers = new HashSet<>();
        Set<String> prefixes = new LinkedHashSet<>(PROTECTED_PREFIXES);
        Set<String> probePaths = new HashSet<>();
        for (Route route : routes) {
            all.add(new Entry(route, new PathPattern(route.pattern())));
            for (CredentialHeader header : route.api().credentials()) {
                headers.add(header.name());
            }
            if (route.kind() == Route.Kind.PROBE) {
                probePaths.add(route.pattern());
            } else {
                prefixes.add(family(route.pattern()));
            }
        }
        this.entries = List.copyOf(all);
        this.paths = TolerantPath.of(patterns());
        this.credentialHeaders = Set.copyOf(headers);
        this.protectedPrefixes = List.copyOf(prefixes);
        this.probes = Set.copyOf(probePaths);
        Set<String> withoutPlaceholders = new HashSet<>();
        for (Route route : this.routes) {
            if (route.pattern().indexOf('{') < 0) {
                withoutPlaceholders.add(route.pattern());
                known.computeIfAbsent(route.method(), first -> new ConcurrentHashMap<>());
            }
        }
        this.literal = Set.copyOf(withoutPlaceholders);
    }

    /** Resolves a request of this method and target. */
    Resolved resolve(HttpMethod method, String requestTarget) {
        Map<String, Resolved> ofMethod = known.getOrDefault(method, Map.of());
        Resolved resolved = ofMethod.get(requestTarget);
        if (resolved == null) {
            resolved = found(method, requestTarget);
            if (known.containsKey(method) && literal.contains(requestTarget)) {
                ofMethod.put(requestTarget, resolved);
            }
        }
        return resolved;
    }

    private Resolved found(HttpMethod method, String requestTarget) {
        String path = path(requestTarget);
        return new Resolved(path, match(method, path), isProtected(path));
    }

    /** Returns the normalized path of a request target, which alone determines route and protection. */
    public String path(String requestTarget) {
        return paths.meant(RequestPath.of(requestTarget));
    }

    private record Entry(Route route, PathPattern path) {}

    /** Returns the first segment of a path, or the first two below {@code /no-tools}, which the routes of one API share. */
    private static String family(String path) {
        String[] segments = path.split("/", -1);
        boolean twin = segments.length > 2 && path.startsWith(NO_TOOLS + "/");
        return twin ? NO_TOOLS + "/" + segments[2] : "/" + segments[1];
    }

    /** Returns true for a path that begins like a probe's. */
    public boolean sharesPrefixWithProbe(String path) {
        return routes.stream()
                .filter(route -> route.kind() == Route.Kind.PROBE)
                .anyMatch(route -> family(route.pattern()).equals(family(path)));
    }

    /** Returns the names of all headers that may contain the relay token, in lower case. */
    Set<String> credentialHeaders() {
        return credentialHeaders;
    }

    /** Returns true for paths that need the relay token: all that begin like a route, served or not, except the probes. */
    boolean isProtected(String path) {
        if (probes.contains(path)) {
            return false;
        }
        for (String prefix : protectedPrefixes) {
            if (path.equals(prefix) || path.startsWith(prefix + "/")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the routes in table order. */
    public List<Route> routes() {
        return routes;
    }

    /** Returns the paths served, in table order, without repeats. */
    public List<String> patterns() {
        Set<String> shown = new LinkedHashSet<>();
        for (Route route : routes) {
            shown.add(PathPattern.display(route.pattern()));
        }
        return List.copyOf(shown);
    }

    /** Returns the match for this method and path. HEAD is served wherever GET is. */
    public Match match(HttpMethod method, String path) {
        HttpMethod served = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        List<Route> onPath = new ArrayList<>();
        List<String> segments = PathPattern.segments(path);
        for (Entry entry : entries) {
            Optional<List<String>> variables = entry.path().match(segments);
            if (variables.isPresent() && entry.route().method().equals(served)) {
                return new Match.Found(entry.route(), variables.get());
            }
            variables.ifPresent(ignored -> onPath.add(entry.route()));
        }
        return onPath.isEmpty()
                ? new Match.NotFound(nearest(path))
                : new Match.WrongMethod(allow(onPath), onPath.get(0));
    }

    /** Returns the API of the routes that share the longest prefix with a path. */
    private Route.Api nearest(String path) {
        List<String> segments = List.of(path.split("/"));
        Route.Api nearest = Route.Api.OPENAI;
        int longest = 1;
        for (Route route : routes) {
            int shared = shared(segments, List.of(route.pattern().split("/")));
            if (shared > longest && route.kind() != Route.Kind.PROBE) {
                longest = shared;
                nearest = route.api();
            }
        }
        return nearest;
    }

    private static int shared(List<String> some, List<String> others) {
        int shared = 0;
        while (shared < Math.min(some.size(), others.size()) && some.get(shared).equals(others.get(shared))) {
            shared++;
        }
        return shared;
    }

    /** Returns all methods of all paths. */
    public String allMethods() {
        return allow(routes);
    }

    private static String allow(List<Route> onPath) {
        TreeSet<String> methods =
                onPath.stream().map(route -> route.method().name()).collect(Collectors.toCollection(TreeSet::new));
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    /** The result for one method and path. */
    public sealed interface Match {

        /** Returns the API that the client speaks. */
        Route.Api api();

        /**
         * The path is served.
         *
         * @param route the route
         * @param variables the values of its placeholders, in order, percent-decoded if possible
         */
        record Found(Route route, List<String> variables) implements Match {
            @Override
            public Route.Api api() {
                return route.api();
            }
        }

        /**
         * The path is served, with other methods.
         *
         * @param allow the served methods, as the {@code Allow} header lists them
         * @param route one of those on the path
         */
        record WrongMethod(String allow, Route route) implements Match {
            @Override
            public Route.Api api() {
                return route.api();
            }
        }

        /**
         * The path is not served.
         *
         * @param api the API of the routes with the longest prefix in common
         */
        record NotFound(Route.Api api) implements Match {}
    }
}
