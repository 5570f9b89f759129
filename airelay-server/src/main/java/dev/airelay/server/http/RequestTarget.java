package dev.airelay.server.http;

import java.util.List;

/**
 * What a request's target says beyond its route.
 *
 * @param variables what stood in the route's placeholders, in order, percent-decoded
 * @param query the query parameters
 */
public record RequestTarget(List<String> variables, QueryParameters query) {

    public RequestTarget {
        variables = List.copyOf(variables);
    }

    /** Returns a target without a query. */
    public static RequestTarget of(String... variables) {
        return new RequestTarget(List.of(variables), QueryParameters.of(""));
    }
}
