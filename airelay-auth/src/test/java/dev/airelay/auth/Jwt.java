package dev.airelay.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Unsigned tokens for tests. */
public final class Jwt {
    private Jwt() {}

    public static String of(String payload) {
        return encoder().encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "." + part(payload)
                + ".c2ln";
    }

    public static String part(String payload) {
        return encoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static Base64.Encoder encoder() {
        return Base64.getUrlEncoder().withoutPadding();
    }
}
