package dev.airelay.transforms.json;

import dev.airelay.base.ByteScan;
import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.event.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A growing buffer of JSON text, written by hand on the hot path. Not safe for concurrent use. */
public final class JsonBuffer {

    /** Reused; a larger array is released, so that one giant event does not hold its memory. */
    private static final int KEPT_BYTES = 256 * 1024;

    private static final int INITIAL_BYTES = 256;
    private static final ThreadLocal<JsonBuffer> SCRATCH = ThreadLocal.withInitial(JsonBuffer::new);
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");
    private static final byte[] LEAST_LONG = ascii(Long.toString(Long.MIN_VALUE));
    private static final byte[] CONTROL = ascii("\\u00");
    private static final int SHORT = 64;
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes;
    private int length;
    private boolean borrowed;

    /** Creates an empty buffer. */
    public JsonBuffer() {
        this(INITIAL_BYTES);
    }

    /** Creates an empty buffer with room for this many bytes; more find room too. */
    public JsonBuffer(int expected) {
        bytes = new byte[expected];
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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

    /** Appends a value unchanged. */
    public JsonBuffer raw(JsonSlice value) {
        return raw(value.bytes(), value.from(), value.to());
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

    /**
     * Appends a tree as compact text, letter for letter as Jackson's generator writes it, except that unpaired surrogates
     * become U+FFFD. Most texts of the relay are smaller than a generator with its contexts and buffers.
     *
     * @throws IllegalArgumentException if the tree has a node that JSON does not have
     */
    public JsonBuffer tree(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case STRING -> string(node.stringValue());
            case BOOLEAN -> raw(node.booleanValue() ? TRUE : FALSE);
            case NULL -> raw(NULL);
            case NUMBER -> number(node);
            default -> throw new IllegalArgumentException("a tree of JSON holds no " + node.getNodeType());
        };
    }

    /** Recursion is bounded by the nesting depth that the reader of a tree allows. */
    private JsonBuffer object(JsonNode object) {
        raw('{');
        int start = length;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (length > start) {
                raw(',');
            }
            string(member.getKey()).raw(':').tree(member.getValue());
        }
        return raw('}');
    }

    private JsonBuffer array(JsonNode array) {
        raw('[');
        int start = length;
        for (int i = 0; i < array.size(); i++) {
            if (length > start) {
                raw(',');
            }
            tree(array.get(i));
        }
        return raw(']');
    }

    private JsonBuffer number(JsonNode node) {
        if (!node.isInt() && !node.isLong()) {
            return raw(
                    node.isBigDecimal()
                            ? ascii(node.decimalValue().toString())
                            : JsonTrees.exact().write(node));
        }
        long value = node.longValue();
        if (value == Long.MIN_VALUE) {
            return raw(LEAST_LONG);
        }
        return value < 0 ? raw('-').number(-value) : number(value);
    }

    /** Appends a string with its quotes; unpaired surrogates become U+FFFD. */
    public JsonBuffer string(String text) {
        raw('"');
        if (text.length() <= SHORT) {
            return plainOrEscaped(text).raw('"');
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length != text.length() || !isAscii(text, utf8)) {
            return escaped(text, 'A').raw('"');
        }
        int from = 0;
        while (from < utf8.length) {
            int to = ByteScan.plainEnd(utf8, from, utf8.length);
            raw(utf8, from, to);
            if (to < utf8.length) {
                unit((char) utf8[to], 'A');
            }
            from = to + 1;
        }
        return raw('"');
    }

    /** Appends a short text without a second array. */
    private JsonBuffer plainOrEscaped(String text) {
        int end = text.length();
        require(end);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!isPlain(c)) {
                return escaped(text, 'A');
            }
            bytes[length + i] = (byte) c;
        }
        length += end;
        return this;
    }

    /** Returns whether a character is one byte, without an escape. */
    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    /** Returns whether a text of as many bytes as characters is ASCII: an unpaired surrogate becomes one byte, too. */
    private static boolean isAscii(String text, byte[] utf8) {
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '?' && text.charAt(i) != '?') {
                return false;
            }
        }
        return true;
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
        return escaped(text, 'a');
    }

    private JsonBuffer escaped(CharSequence text, char letterTen) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                raw(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                codePoint(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                unit(Character.isSurrogate(c) ? REPLACEMENT : c, letterTen);
            }
        }
        return this;
    }

    /** Appends one character; {@code letterTen} is the hexadecimal digit for ten. */
    private void unit(char c, char letterTen) {
        char letter = Escapes.letter(c);
        if (letter != 0) {
            raw('\\').raw(letter);
        } else if (c < ' ') {
            int last = c & 0xF;
            raw(CONTROL).raw((char) ('0' + (c >> 4))).raw((char) (last < 10 ? '0' + last : letterTen + last - 10));
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

    /** Returns the bytes that {@code content} appends, in an array of their length. */
    public static byte[] text(Consumer<JsonBuffer> content) {
        JsonBuffer buffer = borrow();
        try {
            content.accept(buffer);
            return buffer.toArray();
        } finally {
            buffer.giveBack();
        }
    }

    /**
     * Returns an empty buffer for a text that is written and used at once: the thread's own, whose bytes are still in its
     * caches, unless that is borrowed already. The borrower gives it back on the same thread.
     */
    public static JsonBuffer borrow() {
        JsonBuffer shared = SCRATCH.get();
        // A text within a text has a buffer of its own.
        JsonBuffer buffer = shared.borrowed ? new JsonBuffer() : shared;
        buffer.borrowed = true;
        return buffer;
    }

    /** Ends the use of a borrowed buffer, and empties it. */
    public void giveBack() {
        clear();
        borrowed = false;
    }
}
