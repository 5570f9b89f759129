package dev.airelay.traffic;

import java.util.List;
import java.util.Random;

/** Makes secrets and text that holds them. */
final class RandomSecrets {
    private static final String WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String ANY = WORD + " \"'\\/{}[]:,;=&?%+<>\t\n\u0000\u00f6\u20ac\ud83d\ude00";
    private static final List<String> KEYS = List.of(
            "access_token",
            "refresh_token",
            "ID-Token",
            "api_key",
            "X-Api-Key",
            "client_secret",
            "code_verifier",
            "user_code",
            "password",
            "relayToken");

    private final Random random;

    RandomSecrets(Random random) {
        this.random = random;
    }

    private String of(String alphabet, int least, int most) {
        int length = random.nextInt(least, most + 1);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.appendCodePoint(alphabet.codePointAt(start(alphabet, random.nextInt(alphabet.length()))));
        }
        return text.toString();
    }

    private static int start(String text, int index) {
        return Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
    }

    String word() {
        return of(WORD, 12, 40);
    }

    /** May hold anything, but begins and ends with what is found again. */
    String anything() {
        return of(WORD, 6, 6) + of(ANY, 4, 30) + of(WORD, 6, 6);
    }

    String noise() {
        return of(ANY, 0, 12);
    }

    String key() {
        return KEYS.get(random.nextInt(KEYS.size()));
    }

    /** A secret recognized by its shape. */
    String shaped(String secret) {
        return switch (random.nextInt(4)) {
            case 0 -> "Bearer " + secret;
            case 1 -> "eyJ" + secret + "." + secret + "." + secret;
            case 2 -> "sk-" + secret;
            default -> "rt_" + secret + "0123456789";
        };
    }

    /** A secret recognized by the name before it, in text. */
    String named(String secret) {
        return switch (random.nextInt(5)) {
            case 0 -> key() + "=" + secret;
            case 1 -> key() + ": " + secret;
            case 2 -> "\"" + key() + "\" : \"" + secret + "\"";
            case 3 -> "\\\"" + key() + "\\\":\\\"" + secret + "\\\"";
            default -> "https://host/callback?code=" + secret + "&state=1";
        };
    }

    /** The secret with some of its characters, or all, in another form, perhaps several times over. */
    String escaped(String secret) {
        String escaped = secret;
        for (int layers = random.nextInt(1, 4); layers > 0; layers--) {
            StringBuilder next = new StringBuilder();
            boolean all = random.nextBoolean();
            int kind = random.nextInt(5);
            int always = random.nextInt(escaped.length());
            for (int i = 0; i < escaped.length(); i++) {
                char c = escaped.charAt(i);
                // What would begin an escape must be escaped itself, or decoding would not give the secret back.
                boolean must = i == always || c == '%' || c == '&' || c == '\\';
                next.append(must || all || random.nextInt(3) == 0 ? escape(kind, c) : String.valueOf(c));
            }
            escaped = next.toString();
        }
        return escaped;
    }

    private static String escape(int kind, char c) {
        return switch (kind) {
            case 0 -> String.format("%%%02x", (int) c);
            case 1 -> String.format("%%%02X", (int) c);
            case 2 -> String.format("\\u%04x", (int) c);
            case 3 -> String.format("\\x%02X", (int) c);
            default -> "&#" + (int) c + ";";
        };
    }
}
