package dev.airelay.traffic.record;

import dev.airelay.traffic.redact.JsonRedactor;
import dev.airelay.traffic.redact.LogJson;
import dev.airelay.traffic.redact.Redactor;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Turns records into lines of JSON: redacted, ASCII, {@code logged_at} last. Not thread-safe. */
public final class LineFormat {
    private final Redactor redactor;
    private final TrafficOptions options;
    private final StreamLines streams;

    /** A format with nothing of any stream seen yet. */
    public LineFormat(Redactor redactor, TrafficOptions options) {
        this.redactor = redactor;
        this.options = options;
        this.streams = new StreamLines(options.files().maxBodyBytes());
    }

    /** Appends the lines of the record: one, or for a piece of a stream one for each event it completes. */
    public void write(Instant at, TrafficRecord record, ByteArrayOutputStream out) {
        if (record instanceof StreamRecord piece) {
            for (SseEvent event : streams.events(piece)) {
                line(at, out, json -> event(piece.tap(), event, json));
            }
        } else {
            line(at, out, json -> RecordFields.write(record, fields(json)));
        }
    }

    private RecordWriter fields(JsonGenerator json) {
        BodySnapshot bodies = new BodySnapshot(
                json, redactor, options.bodies(), options.files().maxBodyBytes());
        return new RecordWriter(json, redactor, bodies);
    }

    private static void line(Instant at, ByteArrayOutputStream out, Consumer<JsonGenerator> fields) {
        // Whole or not at all: a record that cannot be written leaves nothing behind.
        ByteArrayOutputStream whole = new ByteArrayOutputStream(512);
        try (JsonGenerator json = LogJson.generator(whole)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeStringProperty("logged_at", at.toString());
            json.writeEndObject();
        }
        whole.write('\n');
        out.writeBytes(whole.toByteArray());
    }

    private void event(StreamTap tap, SseEvent event, JsonGenerator json) {
        RecordWriter out = fields(json);
        out.text("request_id", tap.requestId()).text("phase", phase(tap.direction()));
        if (!event.name().isEmpty()) {
            out.text("event", event.name());
        }
        out.number("bytes", event.bytes());
        if (event.tooLarge()) {
            out.flag("too_large", true);
        } else if (!event.data().isEmpty()) {
            data(event.data(), json, out);
        }
    }

    private void data(String data, JsonGenerator json, RecordWriter out) {
        try {
            JsonNode tree = LogJson.read(data);
            StreamedText.withhold(tree);
            json.writeName("json");
            new JsonRedactor(redactor, json, 0).write(tree);
        } catch (JacksonException notJson) {
            out.text("text", data);
        }
    }

    private static String phase(StreamTap.Direction direction) {
        return direction == StreamTap.Direction.FROM_UPSTREAM ? "upstream_stream_line" : "outbound_stream_chunk";
    }

    /** The streams whose pieces are being put together. Not thread-safe. */
    private static final class StreamLines {
        /** Not more than these are kept, for a stream's end may have been dropped. */
        private static final int MOST_STREAMS = 1_024;

        private static final class Stream {
            private final LoggedEvents events;
            private long expected;

            Stream(LoggedEvents events) {
                this.events = events;
            }
        }

        private final int maxEventBytes;
        private final Map<StreamTap, Stream> streams = new LinkedHashMap<>();

        StreamLines(int maxEventBytes) {
            this.maxEventBytes = maxEventBytes;
        }

        /** The events that the record completes. */
        List<SseEvent> events(StreamRecord record) {
            @Nullable Stream known = streams.remove(record.tap());
            Stream stream = known == null ? new Stream(new LoggedEvents(maxEventBytes)) : known;
            if (record.number() != stream.expected) {
                stream.events.gap();
            }
            stream.expected = record.number() + 1;
            if (!(record instanceof StreamRecord.Piece piece)) {
                return stream.events.end();
            }
            streams.put(record.tap(), stream);
            if (streams.size() > MOST_STREAMS) {
                streams.remove(streams.keySet().iterator().next());
            }
            return stream.events.accept(piece.bytes());
        }
    }
}
