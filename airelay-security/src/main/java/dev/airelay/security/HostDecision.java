package dev.airelay.security;

import java.util.Optional;

/** The outcome of a Host and Origin check. */
public sealed interface HostDecision {
    /** The request may proceed. */
    record Allowed() implements HostDecision {}

    /**
     * The request must be refused.
     *
     * @param reason why
     * @param value the header's value, truncated for messages; empty if it is missing
     * @param entry the entry of the allowed hosts or origins that would admit the request; empty if none would
     */
    record Denied(Reason reason, String value, Optional<String> entry) implements HostDecision {}

    /** Why a request is refused. */
    enum Reason {
        /** An HTTP/1.1 request names no host. */
        MISSING_HOST,
        /** The Host header is repeated or is not a name or address with an optional port. */
        MALFORMED_HOST,
        /** The host is not one of the relay's names, as in DNS rebinding. */
        FOREIGN_HOST,
        /** A web page of an origin that is not allowed made the request. */
        FOREIGN_ORIGIN
    }
}
