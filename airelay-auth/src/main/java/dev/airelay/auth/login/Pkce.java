package dev.airelay.auth.login;

import dev.airelay.base.Sha256;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * A code verifier and its S256 challenge. The text form does not show the verifier.
 *
 * @param verifier 86 characters, base64url
 * @param challenge base64url of the verifier's SHA-256
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636#section-4">RFC 7636, section 4</a>
 */
public record Pkce(String verifier, String challenge) {
    private static final int VERIFIER_BYTES = 64;

    /** A new pair; the generator must be a cryptographic one. */
    static Pkce random(RandomGenerator random) {
        return of(RandomText.of(VERIFIER_BYTES, random));
    }

    /** The pair with this verifier. */
    public static Pkce of(String verifier) {
        return new Pkce(verifier, challenge(verifier));
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.bytes(verifier));
    }

    @Override
    public String toString() {
        return "Pkce[" + challenge + "]";
    }
}
