package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.EventMember;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Writes the events of one Responses stream, each in one write, numbered without holes. Set the members of the next event,
 * then send it: on its own, or laid over the members of an upstream event.
 */
final class EventFrames {

    private static final int EVENT_PREFIX = "event: ".length();
    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_ARRAY = {'[', ']'};
    private static final Map<EventType, byte[]> EVENT_LINES = new EnumMap<>(EventType.class);

    static {
        for (EventType type : EventType.values()) {
            EVENT_LINES.put(type, ("event: " + type.wireName()).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private final JsonBuffer frame = new JsonBuffer();
    private final EventEdits edits = new EventEdits();
    private final JsonMembers nothing = new JsonMembers();
    private byte[] eventLine = {};
    private ByteSink out = (bytes, offset, length) -> {};
    private long sequenceNumber;

    EventFrames() {
        this(0);
    }

    /** Creates what writes the events from {@code sequenceNumber} on. */
    EventFrames(long sequenceNumber) {
        this.sequenceNumber = sequenceNumber;
    }

    /** Sets where the next events go. */
    void direct(ByteSink sink) {
        out = sink;
    }

    /** Begins the next event. */
    EventFrames event(EventType type) {
        eventLine = line(type);
        return begun();
    }

    /** Begins the next event, of a type that has no constant. */
    EventFrames event(String wireName) {
        eventLine = ("event: " + wireName).getBytes(StandardCharsets.US_ASCII);
        return begun();
    }

    private EventFrames begun() {
        edits.clear();
        edits.set(EventMember.TYPE).quoted(new JsonText(eventLine, EVENT_PREFIX, eventLine.length, true));
        edits.set(EventMember.SEQUENCE_NUMBER).number(sequenceNumber++);
        return this;
    }

    EventFrames set(JsonName name, long value) {
        edits.set(name).number(value);
        return this;
    }

    EventFrames set(JsonName name, JsonText text) {
        edits.set(name).quoted(text);
        return this;
    }

    EventFrames set(JsonName name, JsonNode tree) {
        edits.set(name).raw(Json.write(tree));
        return this;
    }

    EventFrames set(JsonName name, JsonSlice value) {
        edits.set(name).raw(value.bytes(), value.from(), value.to());
        return this;
    }

    EventFrames fill(JsonName name, long value) {
        edits.fill(name).number(value);
        return this;
    }

    EventFrames fill(JsonName name, JsonText text) {
        edits.fill(name).quoted(text);
        return this;
    }

    EventFrames fillWithEmptyArray(JsonName name) {
        edits.fill(name).raw(EMPTY_ARRAY);
        return this;
    }

    EventFrames drop(JsonName name) {
        edits.drop(name);
        return this;
    }

    /** Sends an event of the members set. */
    void send() {
        send(nothing);
    }

    /** Sends an upstream event with the members set laid over its own. */
    void send(JsonMembers upstream) {
        frame.raw(eventLine).raw(DATA);
        edits.apply(upstream, frame);
        frame.raw(END).writeTo(out);
    }

    private static byte[] line(EventType type) {
        byte[] line = EVENT_LINES.get(type);
        if (line == null) {
            throw new IllegalArgumentException("no event line for " + type);
        }
        return line;
    }

    /** Sends the end of the stream. */
    void done() {
        frame.raw(DONE).writeTo(out);
    }
}
