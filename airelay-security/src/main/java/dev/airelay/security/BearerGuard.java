package dev.airelay.security;

import dev.airelay.base.Sha256;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request carries the relay token. Safe for concurrent use; never throws, for any header.
 *
 * <p>Both sides are hashed before they are compared in constant time, so neither the token's length nor its first
 * wrong character shows in the time taken.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
public final class BearerGuard {
    private static final String SCHEME = "Bearer";
    private static final BearerDecision ALLOWED = new BearerDecision.Allowed();

    private final ExpectedToken expected;
    private volatile @Nullable Hashed hashed;

    /**
     * The token and its hash, cached so that it is not computed for each request.
     *
     * @param token the expected token at the last check
     */
    private record Hashed(String token, byte[] hash) {}

    /** A guard that admits every request with this token. */
    public BearerGuard(ExpectedToken expected) {
        this.expected = expected;
    }

    /**
     * Checks the value of the Authorization header. The scheme's letter case and space around the value do not matter.
     *
     * @param authorization null when the header is absent
     */
    public BearerDecision check(@Nullable String authorization) {
        String header = authorization == null ? "" : authorization.strip();
        if (header.isEmpty()) {
            return denied(BearerDecision.Reason.MISSING);
        }
        int space = header.indexOf(' ');
        if (space < 0 || !header.substring(0, space).equalsIgnoreCase(SCHEME)) {
            return denied(BearerDecision.Reason.MALFORMED);
        }
        String token = expected.current().orElse("");
        if (token.isEmpty()) {
            return denied(BearerDecision.Reason.NOT_CONFIGURED);
        }
        Hashed right = hashed;
        if (right == null || !right.token().equals(token)) {
            right = new Hashed(token, Sha256.bytes(token));
            hashed = right;
        }
        String presented = header.substring(space + 1).strip();
        return MessageDigest.isEqual(Sha256.bytes(presented), right.hash())
                ? ALLOWED
                : denied(BearerDecision.Reason.WRONG);
    }

    private static BearerDecision denied(BearerDecision.Reason reason) {
        return new BearerDecision.Denied(reason);
    }
}
