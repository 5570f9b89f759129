package dev.airelay.traffic.record;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A record that the log's own thread builds, so that an event loop only passes its parts.
 *
 * @param bytes approximate memory of the parts, for the queue's limit
 * @param maker builds the record from immutable parts; returns null if there is nothing to log. Called at most once: on the
 *     log's thread or, if the queue has no room for its content, on the caller's
 */
public record DeferredRecord(String requestId, long bytes, Supplier<@Nullable TrafficRecord> maker)
        implements TrafficRecord {
    @Override
    public long approximateBytes() {
        return bytes;
    }

    @Override
    public @Nullable TrafficRecord made() {
        return maker.get();
    }

    @Override
    public TrafficRecord withoutContent() {
        TrafficRecord record = made();
        return record == null ? new DeferredRecord(requestId, 0, () -> null) : record.withoutContent();
    }
}
