package dev.airelay.traffic.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams whose pieces are being put together. Not thread-safe. */
final class StreamLines {
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
