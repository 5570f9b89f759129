package dev.airelay.transforms.json;

/**
 * Walks over JSON text and checks its grammar, without building anything. Every method takes the offset where a piece
 * begins and returns the offset behind it, or {@link #MALFORMED}.
 *
 * <p>The bytes must be valid UTF-8. Linear in the bytes; nesting is bounded. Not safe for concurrent use.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonScanner {

    /** Returned where the text is not JSON. */
    static final int MALFORMED = -1;

    /** Deeper nesting counts as malformed, so that a hostile upstream cannot exhaust the stack. */
    private static final int MAX_DEPTH = 500;

    private final byte[] json;
    private final int end;
    private boolean lineBreaks;
    private boolean unpairedSurrogates;

    JsonScanner(byte[] json, int end) {
        this.json = json;
        this.end = end;
    }

    /** Returns whether whitespace seen so far held a line feed or carriage return. */
    boolean lineBreaks() {
        return lineBreaks;
    }

    /** Returns whether strings seen so far held an escaped surrogate without its other half. */
    boolean unpairedSurrogates() {
        return unpairedSurrogates;
    }

    int whitespace(int from) {
        int i = from;
        while (i < end) {
            byte b = json[i];
            if (b == '\n' || b == '\r') {
                lineBreaks = true;
            } else if (b != ' ' && b != '\t') {
                break;
            }
            i++;
        }
        return i;
    }

    int value(int from) {
        return value(from, 0);
    }

    private int value(int from, int depth) {
        if (from >= end || depth > MAX_DEPTH) {
            return MALFORMED;
        }
        return switch (json[from]) {
            case '"' -> string(from);
            case '{' -> object(from, depth);
            case '[' -> array(from, depth);
            case 't' -> literal(from, "true");
            case 'f' -> literal(from, "false");
            case 'n' -> literal(from, "null");
            default -> number(from);
        };
    }

    private int object(int from, int depth) {
        int i = whitespace(from + 1);
        if (at(i, '}')) {
            return i + 1;
        }
        while (true) {
            i = at(i, '"') ? string(i) : MALFORMED;
            i = separator(i, ':');
            i = i < 0 ? MALFORMED : value(i, depth + 1);
            if (i < 0) {
                return MALFORMED;
            }
            i = whitespace(i);
            if (at(i, '}')) {
                return i + 1;
            }
            i = separator(i, ',');
        }
    }

    private int array(int from, int depth) {
        int i = whitespace(from + 1);
        if (at(i, ']')) {
            return i + 1;
        }
        while (true) {
            i = i < 0 ? MALFORMED : value(i, depth + 1);
            if (i < 0) {
                return MALFORMED;
            }
            i = whitespace(i);
            if (at(i, ']')) {
                return i + 1;
            }
            i = separator(i, ',');
        }
    }

    /** Returns the offset of what follows {@code separator} and the whitespace around it. */
    int separator(int from, char separator) {
        if (from < 0) {
            return MALFORMED;
        }
        int i = whitespace(from);
        return at(i, separator) ? whitespace(i + 1) : MALFORMED;
    }

    boolean at(int i, char expected) {
        return i >= 0 && i < end && json[i] == expected;
    }

    /** Scans a string from its opening quote. */
    int string(int from) {
        int i = from + 1;
        while (i < end) {
            byte b = json[i];
            if (b == '"') {
                return i + 1;
            }
            if (b == '\\') {
                i = escape(i);
                if (i < 0) {
                    return MALFORMED;
                }
            } else if (b >= 0 && b < ' ') {
                return MALFORMED;
            } else {
                i++;
            }
        }
        return MALFORMED;
    }

    private int escape(int from) {
        if (from + 1 >= end) {
            return MALFORMED;
        }
        return switch (json[from + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 2;
            case 'u' -> unicodeEscape(from);
            default -> MALFORMED;
        };
    }

    private int unicodeEscape(int from) {
        int unit = Escapes.unit(json, from, end);
        if (unit < 0) {
            return MALFORMED;
        }
        if (!Character.isSurrogate((char) unit)) {
            return from + Escapes.UNICODE_LENGTH;
        }
        int next = Escapes.unit(json, from + Escapes.UNICODE_LENGTH, end);
        if (Character.isHighSurrogate((char) unit) && next >= 0 && Character.isLowSurrogate((char) next)) {
            return from + 2 * Escapes.UNICODE_LENGTH;
        }
        unpairedSurrogates = true;
        return from + Escapes.UNICODE_LENGTH;
    }

    private int literal(int from, String text) {
        if (end - from < text.length()) {
            return MALFORMED;
        }
        for (int i = 0; i < text.length(); i++) {
            if (json[from + i] != text.charAt(i)) {
                return MALFORMED;
            }
        }
        return from + text.length();
    }

    private int number(int from) {
        int i = at(from, '-') ? from + 1 : from;
        int integer = i;
        i = digits(i);
        if (i < 0 || (json[integer] == '0' && i > integer + 1)) {
            return MALFORMED;
        }
        if (at(i, '.')) {
            i = digits(i + 1);
        }
        if (at(i, 'e') || at(i, 'E')) {
            i++;
            i = digits(at(i, '+') || at(i, '-') ? i + 1 : i);
        }
        return i;
    }

    private int digits(int from) {
        int i = from;
        while (i < end && json[i] >= '0' && json[i] <= '9') {
            i++;
        }
        return i == from ? MALFORMED : i;
    }
}
