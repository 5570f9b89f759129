package dev.airelay.traffic.record;

import java.time.Instant;

/**
 * Learns every record of the traffic log as it was made, before anything is redacted: metrics and spans are made of them. Called
 * on the log's thread only, one record at a time, after the record has been formatted; a slow observer slows the log down, and
 * then new requests wait. A failure is logged and changes nothing else. Records that found the log's queue full are not seen.
 */
public interface RecordObserver extends AutoCloseable {

    /**
     * A record has been made.
     *
     * @param at when it was handed over
     * @param record never a {@link DeferredRecord}
     */
    void observe(Instant at, TrafficRecord record);

    /** No record follows, unless the log's thread is stuck. Called on the thread that closes the log; must be idempotent. */
    @Override
    default void close() {}

    /**
     * Makes an observer. An optional module provides one for {@link java.util.ServiceLoader}; it needs a public constructor
     * without parameters.
     */
    interface Provider {

        /**
         * Opens an observer. Called once for each relay that is started.
         *
         * @throws IllegalArgumentException when the environment does not meet its needs; the message says what to change
         */
        RecordObserver open();
    }
}
