package dev.airelay.traffic.record;

import org.jspecify.annotations.Nullable;

/**
 * An event for the traffic log. Immutable; has no reference to a connection. Contains data as it was sent: the log redacts
 * it.
 */
public sealed interface TrafficRecord
        permits ClientRecord, UpstreamRecord, SecurityRecord, StreamRecord, DeferredRecord, LogNotice {

    /** The id of the request that it belongs to, or another cause, such as {@code startup}. */
    String requestId();

    /** Approximate memory in bytes, for the queue's limit. */
    default long approximateBytes() {
        return 256;
    }

    /** Returns the record itself, made now if it was deferred; null when it has come to nothing. */
    default @Nullable TrafficRecord made() {
        return this;
    }

    /** Returns the record without its body's content, for when there is no room for it; the same object if it has none. */
    default TrafficRecord withoutContent() {
        return this;
    }
}
