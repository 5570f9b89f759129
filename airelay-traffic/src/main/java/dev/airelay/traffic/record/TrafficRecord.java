package dev.airelay.traffic.record;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened, for the traffic log. Immutable; keeps no reference to a connection. Holds what was sent as it
 * was sent: redaction is the log's business.
 */
public sealed interface TrafficRecord
        permits ClientRecord, UpstreamRecord, SecurityRecord, StreamRecord, DeferredRecord, LogNotice {

    /** The request it belongs to, or what else caused it, such as {@code startup}. */
    String requestId();

    /** About how much memory it holds, in bytes, for the queue's limit. */
    default long approximateBytes() {
        return 256;
    }

    /** Returns the record itself, made now if it was deferred; null when it has come to nothing. */
    default @Nullable TrafficRecord made() {
        return this;
    }

    /** The record for when there is no room for its body; the same object when it holds none. */
    default TrafficRecord withoutContent() {
        return this;
    }
}
