package dev.airelay.emulator.common;

import java.util.random.RandomGenerator;

/** Fresh ids in the shapes the backend uses: a type prefix and random characters, at most 64 in all. Safe for concurrent use when the generator is. */
public final class Ids {
    private static final String HEX = "0123456789abcdef";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String TYPED = "BCDFGHJKLMNPQRSTVWXZ23456789";
    private static final int SECRET_CHARS = 43;
    private static final int VERIFIER_CHARS = 64;
    private static final int ITEM_CHARS = 48;
    private static final int CALL_CHARS = 24;

    private final RandomGenerator random;

    /** Ids made of those random numbers. */
    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /** The id of a response. */
    public String response() {
        return "resp_" + chars(HEX, ITEM_CHARS);
    }

    /** The id of an output item, with the prefix of its type. */
    public String item(String prefix) {
        return prefix + chars(HEX, ITEM_CHARS);
    }

    /** The id that pairs a tool call with its output. */
    public String call() {
        return "call_" + chars(LETTERS, CALL_CHARS);
    }

    /** The id of an HTTP request. */
    public String request() {
        return "req_" + chars(HEX, CALL_CHARS);
    }

    /** A name for one JWT or one sign-in. */
    public String tokenId() {
        return chars(HEX, SECRET_CHARS);
    }

    /** An authorization code. */
    public String authorizationCode() {
        return "ac_" + chars(LETTERS, SECRET_CHARS);
    }

    /** A refresh token. */
    public String refreshToken() {
        return "rt_" + chars(LETTERS, SECRET_CHARS);
    }

    /** An API key. */
    public String apiKey() {
        return "sk-emulator-" + chars(LETTERS, SECRET_CHARS);
    }

    /** The id of a device login. */
    public String deviceAuth() {
        return "deviceauth_" + chars(HEX, SECRET_CHARS);
    }

    /** The PKCE verifier that the login server itself makes for a device login. */
    public String codeVerifier() {
        return chars(LETTERS, VERIFIER_CHARS);
    }

    /** A code to type: {@code XXXX-XXXXX}, without characters that look alike. */
    public String userCode() {
        return chars(TYPED, 4) + "-" + chars(TYPED, 5);
    }

    /** Random letters that hide the length of a text delta. */
    public String padding(int textLength) {
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
