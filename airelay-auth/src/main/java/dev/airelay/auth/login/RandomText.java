package dev.airelay.auth.login;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Random bytes as base64url without padding. */
final class RandomText {
    private RandomText() {}

    static String of(int bytes, RandomGenerator random) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
    }
}
