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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait to be written, bounded in number and memory. Any thread may offer, without waiting; one thread polls.
 *
 * <p>It is backlogged from being three quarters full, in number or memory, until half of it is free.
 */
public final class TrafficQueue implements LogBacklog {
    /**
     * A record and its time.
     *
     * @param at when it was offered
     * @param bytes its approximate memory; negative for an entry that only ends the polling thread's wait
     */
    record Entry(Instant at, TrafficRecord record, long bytes) {

        // Written by hand: the method that Java generates for records loads about a hundred classes at start.
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

    /** In one number, so that both are reserved in one step: the records in the upper bits, their bytes in the lower ones. */
    private static final int BYTES_BITS = 40;

    private static final long ONE_RECORD = 1L << BYTES_BITS;
    private static final long BYTES = ONE_RECORD - 1;
    private static final Entry WAKE = new Entry(Instant.EPOCH, new LogNotice(0, 0), -1);

    private final BlockingQueue<Entry> entries;
    private final int maxRecords;
    private final long maxBytes;
    /** The records and bytes that wait, see {@link #BYTES_BITS}. */
    private final AtomicLong held = new AtomicLong();

    private final AtomicLong left = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable Thread gathering;
    private volatile boolean threeQuartersFull;
    /** The number of records removed when a request last waited in vain; negative if none has. */
    private volatile long stuckAt = -1;

    /** An empty queue. */
    public TrafficQueue(TrafficOptions.Queue limits) {
        // A place for each record that is reserved, and one for the entry that ends the wait.
        this.entries = new ArrayBlockingQueue<>(limits.records() + 1);
        this.maxRecords = limits.records();
        this.maxBytes = Math.min(limits.bytes(), BYTES);
    }

    /** Adds a record, without its body's content if there is no room for that, or drops it. */
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
            // Closed meanwhile, so no thread may poll for it.
            held.addAndGet(-ONE_RECORD - entry.bytes());
            taken.decrementAndGet();
            dropped.incrementAndGet();
        }
    }

    private boolean put(Entry entry) {
        long now = reserve(entry.bytes());
        if (now < 0) {
            return false;
        }
        entries.add(entry);
        if (records(now) > maxRecords / 4 || bytes(now) > maxBytes / 4) {
            endGathering();
            if (records(now) > maxRecords / 4 * 3L || bytes(now) > maxBytes / 4 * 3) {
                threeQuartersFull = true;
            }
        }
        return true;
    }

    /** Returns what is held now; negative if there is no room, and then nothing was added even for a moment. */
    private long reserve(long bytes) {
        long before;
        do {
            before = held.get();
            if (records(before) >= maxRecords || bytes > maxBytes - bytes(before)) {
                return -1;
            }
        } while (!held.compareAndSet(before, before + ONE_RECORD + bytes));
        return before + ONE_RECORD + bytes;
    }

    private static long records(long held) {
        return held >>> BYTES_BITS;
    }

    private static long bytes(long held) {
        return held & BYTES;
    }

    /** Never while no record is removed: then the disk is stuck, and waiting would only stop the relay. */
    @Override
    public boolean backlogged() {
        return threeQuartersFull && !halfFree() && left.get() != stuckAt;
    }

    private boolean halfFree() {
        long now = held.get();
        return records(now) <= maxRecords / 2 && bytes(now) <= maxBytes / 2;
    }

    @Override
    public void waitedInVain() {
        stuckAt = left.get();
    }

    /** The next record; null if none arrives in time. */
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
        if (entry == null || entry.bytes() < 0) {
            return null;
        }
        held.addAndGet(-ONE_RECORD - entry.bytes());
        left.incrementAndGet();
        if (threeQuartersFull && halfFree()) {
            threeQuartersFull = false;
        }
        return entry;
    }

    /**
     * Waits a moment for more records, so that they are written together and their callers need not wake a thread for each.
     * Returns early if a quarter of the queue is full or it is closed.
     */
    void gather(Duration atMost) {
        gathering = Thread.currentThread();
        if (!closed) {
            LockSupport.parkNanos(this, atMost.toNanos());
        }
        gathering = null;
    }

    private void endGathering() {
        Thread writer = gathering;
        if (writer != null) {
            gathering = null;
            LockSupport.unpark(writer);
        }
    }

    /** From now on no record is accepted; those in the queue can still be polled. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            endGathering();
            entries.add(WAKE);
        }
    }

    boolean closed() {
        return closed;
    }

    /** Returns the number of waiting records. */
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
