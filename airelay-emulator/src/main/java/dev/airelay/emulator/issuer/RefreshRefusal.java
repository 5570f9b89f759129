package dev.airelay.emulator.issuer;

import dev.airelay.emulator.http.RefusedException;
import java.util.Map;

/** The texts of a refused refresh. That of a reused token is verbatim the real one. */
final class RefreshRefusal {
    static final String REUSED = "refresh_token_reused";
    static final String INVALIDATED = "refresh_token_invalidated";
    static final String EXPIRED = "refresh_token_expired";
    private static final Map<String, String> MESSAGES = Map.of(
            REUSED,
                    "Your refresh token has already been used to generate a new access token."
                            + " Please try signing in again.",
            INVALIDATED, "Your refresh token has been invalidated. Please try signing in again.",
            EXPIRED, "Your refresh token is expired. Please try signing in again.");

    private RefreshRefusal() {}

    static String message(String code) {
        return MESSAGES.getOrDefault(code, "A script of the emulator responds with " + code + ".");
    }

    static RefusedException of(String code) {
        return OAuthRefusal.nested(401, code, message(code));
    }
}
