package dev.airelay.security;

import java.util.List;

/** The answer to a browser about a request that names the origin of a page. */
public sealed interface OriginDecision {

    /** No page made the request: answer as ever. */
    record NotAPage() implements OriginDecision {}

    /**
     * A page made the request that may read the answer.
     *
     * @param headers to be added to the response, of any status
     */
    record Listed(List<CorsHeader> headers) implements OriginDecision {
        /** Copies the list. */
        public Listed {
            headers = List.copyOf(headers);
        }
    }

    /**
     * The browser asks on a page's behalf whether it may send a request: answer 204 without a body. It carries no token,
     * so it must be answered before the bearer check.
     *
     * @param headers of the answer
     */
    record Preflight(List<CorsHeader> headers) implements OriginDecision {
        /** Copies the list. */
        public Preflight {
            headers = List.copyOf(headers);
        }
    }

    /**
     * The page's origin is not allowed: answer 403 without any CORS header.
     *
     * @param origin as sent, cut to a printable length
     */
    record Foreign(String origin) implements OriginDecision {}
}
