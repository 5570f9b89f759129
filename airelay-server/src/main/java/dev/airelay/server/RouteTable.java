package dev.airelay.server;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The served routes, and what to say of all others. Immutable. */
final class RouteTable {

    private static final String PLACEHOLDER = "{id}";
    private static final List<String> PROTECTED_PREFIXES = List.of("/v1", "/no-tools/v1");

    private final List<Route> routes;
    private final TolerantPath paths;

    RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.paths = TolerantPath.of(patterns());
    }

    /** Returns the path that a request target means; it alone decides on route and protection. */
    String path(String requestTarget) {
        return paths.meant(RequestPath.of(requestTarget));
    }

    /** Returns true for paths that need the relay token, served or not. */
    static boolean isProtected(String path) {
        return PROTECTED_PREFIXES.stream().anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }

    /** Returns the paths served, in table order, without repeats. */
    List<String> patterns() {
        return routes.stream().map(Route::pattern).distinct().toList();
    }

    /** Returns what serves this method and path. HEAD is served wherever GET is. */
    Match match(HttpMethod method, String path) {
        HttpMethod served = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        List<Route> onPath =
                routes.stream().filter(route -> matches(route.pattern(), path)).toList();
        for (Route route : onPath) {
            if (route.method().equals(served)) {
                return new Match.Found(route, variable(route.pattern(), path));
            }
        }
        return onPath.isEmpty() ? new Match.NotFound() : new Match.WrongMethod(allow(onPath));
    }

    private static boolean matches(String pattern, String path) {
        if (!pattern.endsWith(PLACEHOLDER)) {
            return pattern.equals(path);
        }
        int prefix = pattern.length() - PLACEHOLDER.length();
        return path.length() > prefix && path.startsWith(pattern.substring(0, prefix));
    }

    private static String variable(String pattern, String path) {
        if (!pattern.endsWith(PLACEHOLDER)) {
            return "";
        }
        String segment = path.substring(pattern.length() - PLACEHOLDER.length());
        try {
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException notEncoded) {
            // A stray percent sign: the segment is taken as it stands, and names nothing that exists.
            return segment;
        }
    }

    /** Returns every method that some path is served with. */
    String allMethods() {
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

    /** What a table says of one method and path. */
    sealed interface Match {

        /**
         * Served.
         *
         * @param route the route
         * @param pathVariable what stands in its placeholder, percent-decoded where it can be; empty when it has none
         */
        record Found(Route route, String pathVariable) implements Match {}

        /**
         * The path is served, with other methods.
         *
         * @param allow the served methods, as the {@code Allow} header lists them
         */
        record WrongMethod(String allow) implements Match {}

        /** The path is not served. */
        record NotFound() implements Match {}
    }
}
