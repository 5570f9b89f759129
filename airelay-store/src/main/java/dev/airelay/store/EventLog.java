package dev.airelay.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of one response: a frame each, its header the sequence number. */
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
     * Events from this place on, at most {@code limit} and about a megabyte; empty if there is no log. One that is
     * damaged is reported and ends the list.
     */
    static Optional<StoredEvents> read(Path file, EventPlace place, int limit, DamageListener damage)
            throws IOException {
        List<StoredEvent> events = new ArrayList<>();
        EventPlace next = place;
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            reader.skipTo(place.offset());
            long bytes = 0;
            for (Optional<Frame> frame = reader.next();
                    frame.isPresent() && events.size() < limit && bytes < BATCH_BYTES;
                    frame = reader.next()) {
                long sequence = ByteBuffer.wrap(frame.get().header()).getLong();
                if (sequence > next.after()) {
                    events.add(new StoredEvent(sequence, reader.section(frame.get(), 0)));
                    bytes += frame.get().lengths()[0];
                }
                next = new EventPlace(
                        Math.max(sequence, next.after()), frame.get().end());
            }
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (DamagedEntryException damaged) {
            damage.damaged(file, String.valueOf(damaged.getMessage()));
        }
        return Optional.of(new StoredEvents(events, next));
    }
}
