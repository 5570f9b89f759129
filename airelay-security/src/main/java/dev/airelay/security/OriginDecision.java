package dev.airelay.security;

import java.util.List;

/** The decision on a request that names the origin of a page. */
public sealed interface OriginDecision {

    /** No page made the request: respond as usual. */
    record NotAPage() implements OriginDecision {}

    /**
     * The page that made the request may read the response.
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
     * The browser asks for a page whether it may send a request: respond with 204 without a body. The preflight carries no
     * token, so this must happen before the bearer check.
     *
     * @param headers of the response
     */
    record Preflight(List<CorsHeader> headers) implements OriginDecision {
        /** Copies the list. */
        public Preflight {
            headers = List.copyOf(headers);
        }
    }

    /**
     * The page's origin is not allowed: respond with 403 without any CORS header.
     *
     * @param origin as sent, truncated for messages
     */
    record Foreign(String origin) implements OriginDecision {}
}
