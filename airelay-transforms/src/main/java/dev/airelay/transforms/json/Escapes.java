package dev.airelay.transforms.json;

/** The escapes of JSON strings, in both directions. */
final class Escapes {

    /** Bytes of an escape that begins with {@code \\u}. */
    static final int UNICODE_LENGTH = 6;

    private Escapes() {}

    /** Returns the UTF-16 unit of the {@code \\uXXXX} escape at {@code from}, or -1 when there is none. */
    static int unit(byte[] json, int from, int end) {
        if (end - from < UNICODE_LENGTH || json[from] != '\\' || json[from + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = from + 2; i < from + UNICODE_LENGTH; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** Returns the character that a two-character escape stands for. */
    static char simple(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) letter;
        };
    }

    /** Returns the letter of the two-character escape for {@code c}, or 0 when it has none. */
    static char letter(char c) {
        return switch (c) {
            case '"', '\\' -> c;
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
    }
}
