package dev.airelay.transforms.event;

import dev.airelay.base.JsonTrees;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
 * <p>The bytes are shared, not copied: nobody may change them. Holds no reference to the connection it came from.
 */
public final class UpstreamEvent {

    private static final byte[] BEGINNING = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final JsonTrees JSON = JsonTrees.usual();

    private final EventType type;
    private final byte[] json;

    private UpstreamEvent(EventType type, byte[] json) {
        this.type = type;
        this.json = json;
    }

    /**
     * Reads the type of one event. Bytes that are not valid UTF-8 are replaced by U+FFFD, as the event stream rules say.
     *
     * @param data the event's data; must not be changed afterwards
     * @return empty when the data does not begin as a JSON object with a text member {@code type}
     */
    public static Optional<UpstreamEvent> parse(byte[] data) {
        byte[] json =
                validUtf8(data) ? data : new String(data, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        String first = firstName(json);
        return first != null ? Optional.of(new UpstreamEvent(EventType.of(first), json)) : searched(json);
    }

    /** Returns the type of an event that begins with it, plainly written, as nearly all do; null for others. */
    private static @Nullable String firstName(byte[] json) {
        if (!Arrays.equals(json, 0, Math.min(json.length, BEGINNING.length), BEGINNING, 0, BEGINNING.length)) {
            return null;
        }
        int end = BEGINNING.length;
        while (end < json.length && json[end] > ' ' && json[end] != '"' && json[end] != '\\') {
            end++;
        }
        return end < json.length && json[end] == '"'
                ? new String(json, BEGINNING.length, end - BEGINNING.length, StandardCharsets.US_ASCII)
                : null;
    }

    private static Optional<UpstreamEvent> searched(byte[] json) {
        try (JsonParser parser = JSON.parser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isType = parser.currentName().equals("type");
                JsonToken value = parser.nextToken();
                if (isType) {
                    return value == JsonToken.VALUE_STRING
                            ? Optional.of(new UpstreamEvent(EventType.of(parser.getString()), json))
                            : Optional.empty();
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    /** Returns true when the bytes are valid UTF-8. Text that is all ASCII, as most events are, costs one short loop. */
    private static boolean validUtf8(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return decodes(bytes);
            }
        }
        return true;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }

    /** Returns the event's type, read from its JSON rather than from the {@code event:} line, which proxies drop. */
    public EventType type() {
        return type;
    }

    /** Returns the event's JSON object as valid UTF-8. The array must not be changed. */
    public byte[] json() {
        return json;
    }

    /** Returns the type and size, never the content. */
    @Override
    public String toString() {
        return type + "[" + json.length + " bytes]";
    }
}
