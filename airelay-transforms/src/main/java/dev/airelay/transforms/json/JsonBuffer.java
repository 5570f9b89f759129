package dev.airelay.transforms.json;

import dev.airelay.transforms.event.ByteSink;
import java.util.Arrays;

/** A growing buffer of JSON text, written by hand on the hot path. Not safe for concurrent use. */
public final class JsonBuffer {

    /** Reused; a larger array is released, so that one giant event does not hold its memory. */
    private static final int KEPT_BYTES = 256 * 1024;

    private static final int INITIAL_BYTES = 256;
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes;
    private int length;

    /** Creates an empty buffer. */
    public JsonBuffer() {
        this(INITIAL_BYTES);
    }

    /** Creates an empty buffer with room for this many bytes; more find room too. */
    JsonBuffer(int expected) {
        bytes = new byte[expected];
    }

    /** Appends bytes unchanged. */
    public JsonBuffer raw(byte[] source) {
        return raw(source, 0, source.length);
    }

    /** Appends the bytes from {@code from} to before {@code to} unchanged. */
    public JsonBuffer raw(byte[] source, int from, int to) {
        require(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Appends one ASCII character unchanged. */
    public JsonBuffer raw(char ascii) {
        require(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends an already escaped string without quotes. */
    public JsonBuffer raw(JsonText text) {
        return raw(text.bytes(), text.from(), text.to());
    }

    /** Appends the content of {@code other} from {@code from} to before {@code to}. */
    public JsonBuffer raw(JsonBuffer other, int from, int to) {
        return raw(other.bytes, from, to);
    }

    /** Appends a member's name and the colon after it. */
    public JsonBuffer name(JsonName name) {
        return raw(name.prefix);
    }

    /** Appends an already escaped string between quotes. */
    public JsonBuffer quoted(JsonText text) {
        return raw('"').raw(text).raw('"');
    }

    /** Appends a decimal number that is not negative. */
    public JsonBuffer number(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        require(digits);
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Appends text with JSON's escapes and without quotes; unpaired surrogates become U+FFFD. */
    public JsonBuffer escaped(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                codePoint(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                unit(Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return this;
    }

    private void unit(char c) {
        char letter = Escapes.letter(c);
        if (letter != 0) {
            raw('\\').raw(letter);
        } else if (c < ' ') {
            raw('\\').raw('u').raw('0').raw('0').raw((char) Escapes.hex(c >> 4)).raw((char) Escapes.hex(c));
        } else {
            codePoint(c);
        }
    }

    private void codePoint(int c) {
        require(4);
        if (c < 0x80) {
            bytes[length++] = (byte) c;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | c >> 6);
            continuation(c);
        } else if (c < 0x10000) {
            bytes[length++] = (byte) (0xE0 | c >> 12);
            continuation(c >> 6);
            continuation(c);
        } else {
            bytes[length++] = (byte) (0xF0 | c >> 18);
            continuation(c >> 12);
            continuation(c >> 6);
            continuation(c);
        }
    }

    private void continuation(int c) {
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }

    private void require(int added) {
        if (bytes.length - length < added) {
            long needed = (long) length + added;
            if (needed > Integer.MAX_VALUE - 8) {
                throw new OutOfMemoryError("a JSON text exceeds 2 GiB");
            }
            long grown = Math.min(Math.max(bytes.length * 2L, needed), Integer.MAX_VALUE - 8);
            bytes = Arrays.copyOf(bytes, (int) grown);
        }
    }

    /** Returns the number of bytes appended. */
    public int length() {
        return length;
    }

    /** Returns the content as a string's content; a view that is valid until the buffer is emptied. */
    public JsonText toText() {
        return new JsonText(bytes, 0, length, true);
    }

    /** Returns a copy of the content. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Writes the content to {@code sink} at once and empties the buffer. */
    public void writeTo(ByteSink sink) {
        sink.write(bytes, 0, length);
        clear();
    }

    /** Empties the buffer. */
    public void clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }
}
