package dev.airelay.server;

import java.util.List;

/**
 * What a request's target says beyond its route.
 *
 * @param variables what stood in the route's placeholders, in order, percent-decoded
 * @param query the query parameters
 */
record RequestTarget(List<String> variables, QueryParameters query) {

    RequestTarget {
        variables = List.copyOf(variables);
    }

    /** Returns a target without a query. */
    static RequestTarget of(String... variables) {
        return new RequestTarget(List.of(variables), QueryParameters.of(""));
    }
}
