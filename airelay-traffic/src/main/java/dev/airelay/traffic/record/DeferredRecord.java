package dev.airelay.traffic.record;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A record that is put together by the log's own thread, so that an event loop only hands over what it is made of.
 *
 * @param bytes about how much memory that takes, for the queue's limit
 * @param maker makes the record, of what nobody changes any more; null when there is nothing to log after all. Called at most
 *     once: on the log's thread or, when the queue has no room for its content, on the caller's
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
