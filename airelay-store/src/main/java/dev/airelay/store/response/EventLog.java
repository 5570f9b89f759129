package dev.airelay.store.response;

import dev.airelay.store.frame.DamageListener;
import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.Frame;
import dev.airelay.store.frame.FrameLog;
import dev.airelay.store.frame.FrameReader;
import dev.airelay.store.frame.Staging;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of one response: one frame per event, with the sequence number as its header. */
final class EventLog {
    private static final String KIND = "events";
    private static final long BATCH_BYTES = 1 << 20;

    private EventLog() {}

    static FrameLog create(Path file, Staging staging) throws IOException {
        return FrameLog.create(file, KIND, staging);
    }

    static void append(FrameLog log, StoredEvent event) throws IOException {
        byte[] header =
                ByteBuffer.allocate(Long.BYTES).putLong(event.sequenceNumber()).array();
        log.append(header, List.of(event.bytes()));
    }

    /**
     * Returns events after the mark, at most {@code limit} and about a megabyte; empty if there is no log. A damaged event
     * is reported and ends the list.
     */
    static Optional<EventPage> read(Path file, EventPage.Mark from, int limit, DamageListener damage)
            throws IOException {
        List<StoredEvent> events = new ArrayList<>();
        long after = from.after();
        long position = from.position();
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            reader.skipTo(position);
            long bytes = 0;
            while (events.size() < limit && bytes < BATCH_BYTES) {
                Optional<Frame> next = reader.next();
                if (next.isEmpty()) {
                    break;
                }
                long sequence = ByteBuffer.wrap(next.get().header()).getLong();
                if (sequence > after) {
                    events.add(new StoredEvent(sequence, reader.section(next.get(), 0)));
                    bytes += next.get().lengths()[0];
                    after = sequence;
                }
                position = reader.position();
            }
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (DamagedEntryException damaged) {
            damage.damaged(file, String.valueOf(damaged.getMessage()));
        }
        return Optional.of(new EventPage(events, new EventPage.Mark(after, position)));
    }
}
