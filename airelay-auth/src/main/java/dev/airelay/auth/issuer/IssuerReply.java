package dev.airelay.auth.issuer;

import java.util.Optional;

/**
 * The login issuer's answer. The text form leaves the body out: it may hold tokens.
 *
 * @param status of HTTP
 * @param retryAfter the header's value
 * @param challenge whether the header {@code cf-mitigated} says that Cloudflare answered instead of the issuer
 * @param rayId by which Cloudflare finds what it did, if it was in between
 * @param body whole, at most 1 MB; not copied
 */
public record IssuerReply(
        int status, Optional<String> retryAfter, boolean challenge, Optional<String> rayId, byte[] body) {
    /** Creates an answer of which Cloudflare says nothing. */
    public IssuerReply(int status, Optional<String> retryAfter, boolean challenge, byte[] body) {
        this(status, retryAfter, challenge, Optional.empty(), body);
    }

    @Override
    public String toString() {
        return "IssuerReply[" + status + ", " + body.length + " bytes]";
    }
}
