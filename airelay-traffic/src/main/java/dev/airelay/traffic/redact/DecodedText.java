package dev.airelay.traffic.redact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text with its escapes decoded, and the source position of each character. Escapes of URLs, JSON and HTML are all
 * decoded, because it is unknown how the text will be interpreted. Only ASCII is decoded. Immutable.
 */
final class DecodedText {
    private final String text;
    /** The source position of each character, and the source's length; null for the source itself. */
    private final int @Nullable [] starts;

    private DecodedText(String text, int @Nullable [] starts) {
        this.text = text;
        this.starts = starts;
    }

    static DecodedText source(String text) {
        return new DecodedText(text, null);
    }

    String text() {
        return text;
    }

    /** Returns the source position of the character at this index; at the end, the source's length. */
    int inSource(int at) {
        return starts == null ? at : starts[at];
    }

    /** Returns the text with its escapes decoded once; the same object if it has none. */
    DecodedText decoded() {
        if (text.indexOf('%') < 0 && text.indexOf('\\') < 0 && !text.contains("&#")) {
            return this;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int[] places = new int[text.length() + 1];
        boolean changed = false;
        int at = 0;
        while (at < text.length()) {
            Escape escape = escape(at);
            if (escape != null) {
                changed = true;
                places[plain.length()] = inSource(at);
                plain.append(escape.meaning());
                at = escape.end();
            } else {
                // A run of backslashes is processed at once; otherwise each would scan all after it.
                for (int end = Math.max(at + 1, endOfBackslashes(at)); at < end; at++) {
                    places[plain.length()] = inSource(at);
                    plain.append(text.charAt(at));
                }
            }
        }
        places[plain.length()] = inSource(at);
        return changed ? new DecodedText(plain.toString(), Arrays.copyOf(places, plain.length() + 1)) : this;
    }

    /**
     * A character written as an escape.
     *
     * @param end position after it
     */
    private record Escape(char meaning, int end) {}

    private @Nullable Escape escape(int at) {
        return switch (text.charAt(at)) {
            case '%' -> percent(at);
            case '\\' -> backslash(at);
            case '&' -> entity(at);
            default -> null;
        };
    }

    /** In nested URLs, percent signs are escaped once more at each level. */
    private @Nullable Escape percent(int at) {
        if (isLetter(at + 1, 'u')) {
            return number(at + 2, 4, 16);
        }
        int from = at + 1;
        while (is(from, '2') && is(from + 1, '5') && number(from + 2, 2, 16) != null) {
            from += 2;
        }
        return number(from, 2, 16);
    }

    /** JSON nested in JSON has several backslashes. */
    private @Nullable Escape backslash(int at) {
        int next = endOfBackslashes(at);
        if (isLetter(next, 'x')) {
            return number(next + 1, 2, 16);
        }
        return isLetter(next, 'u') ? number(next + 1, 4, 16) : null;
    }

    private int endOfBackslashes(int at) {
        int end = at;
        while (is(end, '\\')) {
            end++;
        }
        return end;
    }

    private @Nullable Escape entity(int at) {
        if (!is(at + 1, '#')) {
            return null;
        }
        int radix = isLetter(at + 2, 'x') ? 16 : 10;
        int from = radix == 16 ? at + 3 : at + 2;
        int to = from;
        while (to - from < 8 && to < text.length() && digit(to, radix) >= 0) {
            to++;
        }
        Escape number = is(to, ';') ? number(from, to - from, radix) : null;
        return number == null ? null : new Escape(number.meaning(), to + 1);
    }

    private boolean is(int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean isLetter(int at, char lowerCase) {
        return is(at, lowerCase) || is(at, Character.toUpperCase(lowerCase));
    }

    /** The ASCII digit at this position; negative if there is none. */
    private int digit(int at, int radix) {
        char c = text.charAt(at);
        return c < 0x80 ? Character.digit(c, radix) : -1;
    }

    private @Nullable Escape number(int from, int digits, int radix) {
        if (digits == 0 || from + digits > text.length()) {
            return null;
        }
        int value = 0;
        for (int at = from; at < from + digits; at++) {
            int digit = digit(at, radix);
            if (digit < 0) {
                return null;
            }
            value = value * radix + digit;
        }
        return value < 0x80 ? new Escape((char) value, from + digits) : null;
    }
}
