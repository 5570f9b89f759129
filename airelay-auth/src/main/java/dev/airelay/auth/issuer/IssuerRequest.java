package dev.airelay.auth.issuer;

import java.net.URI;
import java.time.Duration;

/**
 * One POST to the login server. Its text form omits the body, which contains codes and tokens.
 *
 * @param target absolute, {@code https} or {@code http}
 * @param contentType of the body
 * @param body not copied; never changed after this call
 * @param timeout for the whole exchange
 */
public record IssuerRequest(URI target, String contentType, byte[] body, Duration timeout) {
    @Override
    public String toString() {
        return "IssuerRequest[" + target.getPath() + ", " + body.length + " bytes]";
    }
}
