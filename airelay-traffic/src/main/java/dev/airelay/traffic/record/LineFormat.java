package dev.airelay.traffic.record;

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

/**
 * Formats records as lines of JSON: redacted, ASCII, {@code logged_at} last. One generator writes them all, because a new
 * one costs more than a short line. Not thread-safe.
 */
public final class LineFormat {
    private static final int LINE_BYTES = 1_024;
    /** A larger array, grown by one large record, is not kept. */
    private static final int MOST_KEPT_BYTES = 64 * 1024;

    private final Redactor redactor;
    private final TrafficOptions options;
    private final StreamLines streams;
    private final InstantText times = new InstantText();
    private Line line;

    /** Creates a format that has seen no stream yet. */
    public LineFormat(Redactor redactor, TrafficOptions options) {
        this.redactor = redactor;
        this.options = options;
        this.streams = new StreamLines(options.files().maxBodyBytes());
        this.line = new Line();
    }

    /** The line that is being written. It is written to the file completely or not at all. */
    private final class Line {
        private final LineBytes bytes = new LineBytes();
        private final JsonGenerator json = LogJson.generator(bytes);
        private final RecordWriter fields = new RecordWriter(
                json,
                redactor,
                new BodySnapshot(
                        json, redactor, options.bodies(), options.files().maxBodyBytes()));
    }

    private static final class LineBytes extends ByteArrayOutputStream {
        LineBytes() {
            super(LINE_BYTES);
        }

        void moveTo(ByteArrayOutputStream out) {
            out.write(buf, 0, count);
            reset();
        }
    }

    /**
     * Appends the lines of the record: one; for a piece of a stream, one for each event that it completes.
     *
     * @param record not a deferred one
     */
    public void write(Instant at, TrafficRecord record, ByteArrayOutputStream out) {
        if (record instanceof StreamRecord piece) {
            for (SseEvent event : streams.events(piece)) {
                line(at, out, fields -> event(piece.tap(), event, fields));
            }
        } else {
            line(at, out, fields -> RecordFields.write(record, fields));
        }
    }

    private void line(Instant at, ByteArrayOutputStream out, Consumer<RecordWriter> content) {
        Line current = line;
        boolean whole = false;
        try {
            current.json.writeStartObject();
            content.accept(current.fields);
            current.json.writeStringProperty("logged_at", times.of(at));
            current.json.writeEndObject();
            current.json.flush();
            current.bytes.write('\n');
            whole = true;
        } finally {
            // A record that cannot be written leaves no traces, not even in the generator.
            if (!whole || current.bytes.size() > MOST_KEPT_BYTES) {
                line = new Line();
            }
        }
        current.bytes.moveTo(out);
    }

    private static void event(StreamTap tap, SseEvent event, RecordWriter out) {
        out.text("request_id", tap.requestId()).own("phase", phase(tap.direction()));
        if (!event.name().isEmpty()) {
            out.text("event", event.name());
        }
        out.number("bytes", event.bytes());
        if (event.tooLarge()) {
            out.flag("too_large", true);
        } else if (!event.data().isEmpty()) {
            data(event.data(), out);
        }
    }

    private static void data(String data, RecordWriter out) {
        try {
            JsonNode tree = LogJson.read(data);
            StreamedText.withhold(tree);
            out.json("json", tree);
        } catch (JacksonException notJson) {
            out.text("text", data);
        }
    }

    private static String phase(StreamTap.Direction direction) {
        return direction == StreamTap.Direction.FROM_UPSTREAM ? "upstream_stream_line" : "outbound_stream_chunk";
    }

    /** The streams whose pieces are being assembled. Not thread-safe. */
    private static final class StreamLines {
        /** The number is limited, because a stream's end may have been dropped. */
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
