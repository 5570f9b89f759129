package dev.airelay.transforms.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The raw content of one JSON string: escaped, without its quotes. A view of shared bytes that must not be changed. The
 * content can be copied between two quotes.
 *
 * @param bytes the text that contains the string
 * @param from offset of the first byte
 * @param to offset after the last byte
 * @param paired false if there may be an escaped surrogate without its other half
 */
public record JsonText(byte[] bytes, int from, int to, boolean paired) {

    /** The empty string. */
    public static final JsonText EMPTY = new JsonText(new byte[0], 0, 0, true);

    /** Returns the escaped form of {@code text}; unpaired surrogates become U+FFFD. */
    public static JsonText of(CharSequence text) {
        JsonBuffer buffer = new JsonBuffer(text.length() + 8);
        buffer.escaped(text);
        return buffer.toText();
    }

    /** Returns true when the string is empty. */
    public boolean isEmpty() {
        return from == to;
    }

    /** Returns a copy of the text that owns its bytes. */
    public JsonText kept() {
        return new JsonText(Arrays.copyOfRange(bytes, from, to), 0, to - from, paired);
    }

    /** Returns true when the string is empty or only white space. */
    public boolean isBlank() {
        int i = from;
        while (i < to && (bytes[i] == ' ' || (bytes[i] == '\\' && "nrt".indexOf(bytes[i + 1]) >= 0))) {
            i += bytes[i] == ' ' ? 1 : 2;
        }
        return i == to;
    }

    /** Returns true if both are the same bytes; differently escaped strings are not equal here. */
    public boolean sameBytes(JsonText other) {
        return Arrays.equals(bytes, from, to, other.bytes, other.from, other.to);
    }

    /** Returns the string's value; an unpaired surrogate is kept. */
    public String units() {
        int escape = from;
        while (escape < to && bytes[escape] != '\\') {
            escape++;
        }
        if (escape == to) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(to - from);
        int plain = from;
        int i = escape;
        while (i < to) {
            if (bytes[i] != '\\') {
                i++;
                continue;
            }
            text.append(new String(bytes, plain, i - plain, StandardCharsets.UTF_8));
            int unit = Escapes.unit(bytes, i, to);
            text.append(unit < 0 ? Escapes.simple(bytes[i + 1]) : (char) unit);
            i += unit < 0 ? 2 : Escapes.UNICODE_LENGTH;
            plain = i;
        }
        return text.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8))
                .toString();
    }

    /** Returns the number of Unicode characters of the string. */
    public int codePoints() {
        int count = 0;
        int i = from;
        while (i < to) {
            byte b = bytes[i];
            int unit = b == '\\' ? Escapes.unit(bytes, i, to) : -1;
            if (b == '\\') {
                i += unit < 0 ? 2 : Escapes.UNICODE_LENGTH;
            } else {
                i++;
            }
            boolean continuation = (b & 0xC0) == 0x80 || (unit >= 0 && Character.isLowSurrogate((char) unit));
            if (!continuation) {
                count++;
            }
        }
        return count;
    }

    /** Returns the string's value. */
    @Override
    public String toString() {
        return units();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonText text && sameBytes(text);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }
}
