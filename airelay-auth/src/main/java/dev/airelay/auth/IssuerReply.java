package dev.airelay.auth;

import java.util.Optional;

/**
 * The login issuer's answer. The text form leaves the body out: it may hold tokens.
 *
 * @param status of HTTP
 * @param retryAfter the header's value
 * @param challenge whether the header {@code cf-mitigated} says that Cloudflare answered instead of the issuer
 * @param body whole, at most 1 MB; not copied
 */
public record IssuerReply(int status, Optional<String> retryAfter, boolean challenge, byte[] body) {
    @Override
    public String toString() {
        return "IssuerReply[" + status + ", " + body.length + " bytes]";
    }
}
