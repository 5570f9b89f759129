package dev.airelay.traffic.write;

import dev.airelay.traffic.record.LogNotice;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.record.TrafficRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait to be written, bounded in number and memory. Any thread may offer and never waits; one polls.
 */
public final class TrafficQueue {
    /**
     * A record and its time.
     *
     * @param at when it was offered
     * @param bytes about what it holds
     */
    record Entry(Instant at, TrafficRecord record, long bytes) {

        // Written out because what Java makes for records costs the start of a relay a hundred classes.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry entry
                    && (this == entry || (bytes == entry.bytes && at.equals(entry.at) && record.equals(entry.record)));
        }

        @Override
        public int hashCode() {
            return at.hashCode();
        }
    }

    private static final Entry WAKE = new Entry(Instant.EPOCH, new LogNotice(0, 0), 0);

    private final BlockingQueue<Entry> entries;
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    /** An empty queue. */
    public TrafficQueue(TrafficOptions.Queue limits) {
        this.entries = new ArrayBlockingQueue<>(limits.records());
        this.maxBytes = limits.bytes();
    }

    /** Takes a record, without its body's content when there is no room for that, or drops it. */
    public void offer(Instant at, TrafficRecord record) {
        if (closed) {
            dropped.incrementAndGet();
            return;
        }
        Entry entry = new Entry(at, record, record.approximateBytes());
        if (!put(entry)) {
            TrafficRecord lighter = record.withoutContent();
            entry = new Entry(at, lighter, lighter.approximateBytes());
            if (lighter.equals(record) || !put(entry)) {
                dropped.incrementAndGet();
                return;
            }
        }
        taken.incrementAndGet();
        if (closed && entries.remove(entry)) {
            // Closed meanwhile, and nobody may come for it.
            bytes.addAndGet(-entry.bytes());
            taken.decrementAndGet();
            dropped.incrementAndGet();
        }
    }

    private boolean put(Entry entry) {
        if (bytes.addAndGet(entry.bytes()) <= maxBytes && entries.offer(entry)) {
            return true;
        }
        bytes.addAndGet(-entry.bytes());
        return false;
    }

    /** The next record; null when none comes in time. */
    @Nullable
    Entry poll(Duration wait) throws InterruptedException {
        return released(entries.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** The next record; null when there is none. */
    @Nullable
    Entry poll() {
        return released(entries.poll());
    }

    private @Nullable Entry released(@Nullable Entry entry) {
        if (entry == null || entry.equals(WAKE)) {
            return null;
        }
        bytes.addAndGet(-entry.bytes());
        return entry;
    }

    /** From now on nothing is taken; what is there can still be polled. */
    public void close() {
        closed = true;
        // Ends the wait of the one that polls; when there is no room it is not waiting.
        entries.offer(WAKE);
    }

    boolean closed() {
        return closed;
    }

    /** Returns the number of records that wait. */
    public int waiting() {
        return entries.size();
    }

    long taken() {
        return taken.get();
    }

    long dropped() {
        return dropped.get();
    }
}
