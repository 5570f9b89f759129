package dev.airelay.auth.issuer;

import java.util.Optional;

/**
 * The login server's response. Its text form omits the body, which may contain tokens.
 *
 * @param status of HTTP
 * @param retryAfter the header's value
 * @param challenge whether the header {@code cf-mitigated} says that Cloudflare answered instead of the login server
 * @param rayId Cloudflare's id of the request, if it passed through Cloudflare
 * @param body whole, at most 1 MB; not copied
 */
public record IssuerReply(
        int status, Optional<String> retryAfter, boolean challenge, Optional<String> rayId, byte[] body) {
    /** Creates a response without Cloudflare's headers. */
    public IssuerReply(int status, Optional<String> retryAfter, boolean challenge, byte[] body) {
        this(status, retryAfter, challenge, Optional.empty(), body);
    }

    @Override
    public String toString() {
        return "IssuerReply[" + status + ", " + body.length + " bytes]";
    }
}
