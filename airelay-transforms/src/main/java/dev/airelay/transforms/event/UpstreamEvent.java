package dev.airelay.transforms.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * One event of the upstream's stream: its type, and its JSON text.
 *
 * <p>The bytes are shared, not copied: nobody may change them. Holds no reference to the connection it came from.
 */
public final class UpstreamEvent {

    private static final JsonMapper MAPPER = JsonMapper.shared();

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
                Utf8.valid(data) ? data : new String(data, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = MAPPER.createParser(json)) {
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
