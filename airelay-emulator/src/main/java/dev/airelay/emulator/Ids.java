package dev.airelay.emulator;

import java.util.random.RandomGenerator;

/** Fresh ids in the shapes the backend uses: a type prefix and random characters, at most 64 in all. Safe for concurrent use when the generator is. */
final class Ids {
    private static final String HEX = "0123456789abcdef";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String TYPED = "BCDFGHJKLMNPQRSTVWXZ23456789";
    private static final int SECRET_CHARS = 43;
    private static final int VERIFIER_CHARS = 64;
    private static final int ITEM_CHARS = 48;
    private static final int CALL_CHARS = 24;

    private final RandomGenerator random;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    String response() {
        return "resp_" + chars(HEX, ITEM_CHARS);
    }

    String item(String prefix) {
        return prefix + chars(HEX, ITEM_CHARS);
    }

    String call() {
        return "call_" + chars(LETTERS, CALL_CHARS);
    }

    String request() {
        return "req_" + chars(HEX, CALL_CHARS);
    }

    /** A name for one JWT or one sign-in. */
    String tokenId() {
        return chars(HEX, SECRET_CHARS);
    }

    String authorizationCode() {
        return "ac_" + chars(LETTERS, SECRET_CHARS);
    }

    String refreshToken() {
        return "rt_" + chars(LETTERS, SECRET_CHARS);
    }

    String apiKey() {
        return "sk-emulator-" + chars(LETTERS, SECRET_CHARS);
    }

    String deviceAuth() {
        return "deviceauth_" + chars(HEX, SECRET_CHARS);
    }

    /** The PKCE verifier that the issuer itself makes for a device login. */
    String codeVerifier() {
        return chars(LETTERS, VERIFIER_CHARS);
    }

    /** A code to type: {@code XXXX-XXXXX}, without characters that look alike. */
    String userCode() {
        return chars(TYPED, 4) + "-" + chars(TYPED, 5);
    }

    /** Random letters that hide the length of a text delta. */
    String padding(int textLength) {
        return chars(LETTERS, Math.max(0, 16 - textLength));
    }

    private String chars(String alphabet, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
