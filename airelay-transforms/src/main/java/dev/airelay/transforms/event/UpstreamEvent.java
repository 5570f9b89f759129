package dev.airelay.transforms.event;

import dev.airelay.base.ByteScan;
import dev.airelay.base.JsonTrees;
import dev.airelay.base.TextCache;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One event of the upstream's stream: its type, and its JSON text.
 *
 * <p>Its bytes are shared, not copied, and must not be changed. An event returned by {@link #parse} or {@link #kept} owns
 * its bytes and never changes. One that is filled by {@link #read} borrows the caller's bytes, and is another event after
 * the next call: the relay reads the deltas of a stream this way, without an object for each. Has no reference to its
 * connection. Not safe for concurrent use while it is read into.
 */
public final class UpstreamEvent {

    private static final byte[] BEGINNING = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final JsonTrees JSON = JsonTrees.usual();
    private static final TextCache<EventType> TYPES = new TextCache<>(
            (bytes, from, to) -> EventType.of(new String(bytes, from, to - from, StandardCharsets.US_ASCII)));

    private EventType type = EventType.UNKNOWN;
    private byte[] bytes = {};
    private int from;
    private int to;
    /** Whether no one else changes the bytes. */
    private boolean own;

    /** Creates an event to read others into. */
    public UpstreamEvent() {}

    /**
     * Reads the type of one event. Bytes that are not valid UTF-8 are replaced by U+FFFD, as the event stream standard
     * requires.
     *
     * @param data the event's data; must not be changed afterwards
     * @return empty when the data does not begin as a JSON object with a text member {@code type}
     */
    public static Optional<UpstreamEvent> parse(byte[] data) {
        UpstreamEvent event = new UpstreamEvent();
        if (!event.read(data, 0, data.length)) {
            return Optional.empty();
        }
        event.own = true;
        return Optional.of(event);
    }

    /**
     * Replaces this event by another one, as {@link #parse} does. The event is valid until the data is changed or the next
     * call is made.
     *
     * @param data contains the event's data
     * @param start offset of its first byte
     * @param end offset after its last byte
     * @return false when the data does not begin as a JSON object with a text member {@code type}; the event is not valid
     *     then
     */
    public boolean read(byte[] data, int start, int end) {
        own = false;
        if (Utf8.valid(data, start, end)) {
            bytes = data;
            from = start;
            to = end;
        } else {
            bytes = new String(data, start, end - start, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            from = 0;
            to = bytes.length;
        }
        EventType first = typeAtBeginning();
        EventType found = first == null ? searched() : first;
        if (found != null) {
            type = found;
        }
        return found != null;
    }

    /** Returns the type of an event that begins with it, without escapes, as nearly all do; null for others. */
    private @Nullable EventType typeAtBeginning() {
        int name = from + BEGINNING.length;
        if (name > to || !Arrays.equals(bytes, from, name, BEGINNING, 0, BEGINNING.length)) {
            return null;
        }
        int end = ByteScan.plainEnd(bytes, name, to);
        if (end == to || bytes[end] != '"' || end == name) {
            return null;
        }
        // Most events have the same type as the one before.
        return type.isNamed(bytes, name, end) ? type : TYPES.decoded(bytes, name, end);
    }

    private @Nullable EventType searched() {
        try (JsonParser parser = JSON.parser(bytes, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isType = parser.currentName().equals("type");
                JsonToken value = parser.nextToken();
                if (isType) {
                    return value == JsonToken.VALUE_STRING ? EventType.of(parser.getString()) : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    /** Returns this event if it owns its bytes, otherwise a copy that does. */
    public UpstreamEvent kept() {
        if (own) {
            return this;
        }
        UpstreamEvent copy = new UpstreamEvent();
        copy.own = true;
        copy.type = type;
        copy.bytes = Arrays.copyOfRange(bytes, from, to);
        copy.to = copy.bytes.length;
        return copy;
    }

    /** Returns the event's type, read from its JSON rather than from the {@code event:} line, which proxies drop. */
    public EventType type() {
        return type;
    }

    /** Returns the event's JSON object as valid UTF-8 in a separate array, which must not be changed. */
    public byte[] json() {
        return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    /** Returns the array with the event's JSON object, from {@link #from} to before {@link #to}. Must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the offset of the first byte of the event's JSON object. */
    public int from() {
        return from;
    }

    /** Returns the offset after the last byte of the event's JSON object. */
    public int to() {
        return to;
    }

    /** Returns the length of the event's JSON object in bytes. */
    public int size() {
        return to - from;
    }

    /** Returns the type and size, never the content. */
    @Override
    public String toString() {
        return type + "[" + size() + " bytes]";
    }

    /**
     * Checks UTF-8 without decoding it: the JDK's decoder creates a buffer of characters for each text that is not ASCII.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc3629#section-4">RFC 3629, 4. Syntax of UTF-8 Byte Sequences</a>
     */
    static final class Utf8 {

        private Utf8() {}

        /** Returns whether the bytes from {@code from} to before {@code to} are valid UTF-8. */
        static boolean valid(byte[] bytes, int from, int to) {
            int i = ByteScan.asciiEnd(bytes, from, to);
            while (i < to) {
                int length = sequence(bytes, i, to);
                if (length == 0) {
                    return false;
                }
                i = ByteScan.asciiEnd(bytes, i + length, to);
            }
            return true;
        }

        /** Returns the length of the sequence that begins here; 0 if it is invalid: truncated, overlong or a surrogate. */
        private static int sequence(byte[] bytes, int at, int to) {
            int first = bytes[at] & 0xFF;
            if (first < 0xC2 || first > 0xF4) {
                return 0;
            }
            int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            if (to - at < length) {
                return 0;
            }
            for (int i = at + 1; i < at + length; i++) {
                if ((bytes[i] & 0xC0) != 0x80) {
                    return 0;
                }
            }
            int second = bytes[at + 1] & 0xFF;
            boolean wrong = switch (first) {
                case 0xE0 -> second < 0xA0;
                case 0xED -> second > 0x9F;
                case 0xF0 -> second < 0x90;
                case 0xF4 -> second > 0x8F;
                default -> false;
            };
            return wrong ? 0 : length;
        }
    }
}
