package dev.airelay.traffic.write;

import dev.airelay.traffic.record.LineFormat;
import dev.airelay.traffic.record.LogNotice;
import dev.airelay.traffic.record.RecordObserver;
import dev.airelay.traffic.record.TrafficRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes records from the queue and writes them in batches, with upkeep in between. For one thread, except for the counters.
 */
public final class TrafficWriter implements Runnable {
    private static final Logger LOG = System.getLogger(TrafficWriter.class.getName());
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** How long records may wait to be written together, without waking this thread for each. */
    private static final Duration GATHER = Duration.ofMillis(10);
    /** Under constant load, upkeep runs after this many batches: a few times a second. */
    private static final int BATCHES_PER_UPKEEP = 32;

    private static final int BATCH_RECORDS = 256;
    private static final int BATCH_BYTES = 256 * 1024;
    /**
     * Number of waiting records: about what one client that sends one request after the other produces in {@link #GATHER}.
     */
    private static final int COURTEOUS_UP_TO = 512;

    /** Number of records after which others may run; formatting them takes about a tenth of a millisecond. */
    private static final int COURTEOUS_AFTER = 32;

    private static final int LINE_BYTES = 8_192;

    private final TrafficQueue queue;
    private final LineFormat format;
    private final HourlyFile file;
    private final Upkeep upkeep;
    private final InstantSource clock;
    private final InstantSource retentionClock;
    private final WriteCounts counts;
    private final List<RecordObserver> observers;
    private ByteArrayOutputStream lines = new ByteArrayOutputStream(LINE_BYTES);
    private int recordsInLines;
    private int batchesSinceUpkeep;
    private @Nullable LogFileName target;
    private @Nullable LogFileName lastRound;
    private long lookedAtSecond = Long.MIN_VALUE;
    private volatile @Nullable Consumer<byte[]> watcher;

    /** Creates a writer of the queue, to be run on a thread of its own. */
    public TrafficWriter(
            TrafficQueue queue,
            LineFormat format,
            HourlyFile file,
            Upkeep upkeep,
            InstantSource clock,
            InstantSource retentionClock,
            List<RecordObserver> observers) {
        this.queue = queue;
        this.format = format;
        this.file = file;
        this.upkeep = upkeep;
        this.clock = clock;
        this.retentionClock = retentionClock;
        this.counts = new WriteCounts(queue);
        this.observers = observers;
    }

    /** Returns the counts of written records. */
    public WriteCounts counts() {
        return counts;
    }

    /** Sets the receiver of every batch of lines, written or not. It must not block. */
    public void watch(Consumer<byte[]> receiver) {
        watcher = receiver;
    }

    @Override
    public void run() {
        boolean open = true;
        while (open) {
            open = stepOrGoOn();
        }
        upkeep.stop();
        try {
            file.close();
        } catch (IOException failed) {
            counts.trouble(failed);
        }
    }

    /** The log survives every failure of a step: its thread is the only one. */
    private boolean stepOrGoOn() {
        try {
            boolean more = step(upkeep.pending() ? Duration.ZERO : IDLE);
            if (batchesSinceUpkeep > 0 && fewWait()) {
                queue.gather(GATHER);
            }
            return more;
        } catch (RuntimeException | Error broken) {
            counts.failed(recordsInLines);
            forgetLines();
            LOG.log(Level.ERROR, "traffic_step_failed", broken);
            return !queue.closed();
        }
    }

    /** Writes the waiting records, after waiting for the first; returns whether more may follow. */
    public boolean step(Duration wait) {
        TrafficQueue.Entry first = next(wait);
        if (first != null) {
            batch(first);
            batchesSinceUpkeep++;
        } else if (queue.closed()) {
            writeNotice(clock.instant());
            return false;
        } else {
            batchesSinceUpkeep = 0;
        }
        Instant now = clock.instant();
        writeNotice(now);
        keepUp(now);
        return true;
    }

    private TrafficQueue.@Nullable Entry next(Duration wait) {
        try {
            return queue.closed() ? queue.poll() : queue.poll(wait);
        } catch (InterruptedException askedToEnd) {
            queue.close();
            return queue.poll();
        }
    }

    private void batch(TrafficQueue.Entry first) {
        TrafficQueue.Entry entry = first;
        while (entry != null) {
            if (target == null || !target.takes(entry.at())) {
                flush();
                target = LogFileName.at(entry.at());
            }
            format(entry);
            letOthersRun();
            boolean full = recordsInLines >= BATCH_RECORDS || lines.size() >= BATCH_BYTES;
            entry = full ? null : queue.poll();
        }
        flush();
    }

    /**
     * On a busy core, a response would otherwise wait until a whole batch is formatted. Once many records wait, the log no
     * longer yields, so that the queue does not fill up. This is only a hint: nothing depends on it. Yielding after
     * each record, with the switch of threads, takes as long as formatting it: a client that sends one request after the
     * other would wait a tenth longer, or more.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private void letOthersRun() {
        if (recordsInLines % COURTEOUS_AFTER == 0 && queue.waiting() < COURTEOUS_UP_TO) {
            Thread.yield();
        }
    }

    /** One record that cannot be written must not end the log. */
    private void format(TrafficQueue.Entry entry) {
        TrafficRecord record = null;
        try {
            record = entry.record().made();
            if (record != null) {
                format.write(entry.at(), record, lines);
            }
            recordsInLines++;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError broken) {
            counts.failed(1);
            LOG.log(
                    Level.ERROR,
                    "traffic_record_lost type=" + entry.record().getClass().getSimpleName(),
                    broken);
        }
        if (record != null) {
            observe(entry.at(), record);
        }
    }

    /** An observer that fails must not end the log. */
    private void observe(Instant at, TrafficRecord record) {
        for (RecordObserver observer : observers) {
            try {
                observer.observe(at, record);
            } catch (RuntimeException broken) {
                LOG.log(
                        Level.ERROR,
                        "traffic_observer_failed type=" + record.getClass().getSimpleName(),
                        broken);
            }
        }
    }

    private void flush() {
        if (target == null || recordsInLines == 0) {
            return;
        }
        byte[] batch = lines.toByteArray();
        show(batch);
        try {
            file.write(target, batch);
            counts.written(recordsInLines);
        } catch (IOException failed) {
            counts.failed(recordsInLines);
            counts.trouble(failed);
        }
        forgetLines();
    }

    private void show(byte[] batch) {
        Consumer<byte[]> watching = watcher;
        if (watching == null) {
            return;
        }
        try {
            watching.accept(batch);
        } catch (RuntimeException broken) {
            LOG.log(Level.ERROR, "traffic_watcher_failed", broken);
        }
    }

    /** Releases an array that was grown by one large record. */
    private void forgetLines() {
        if (lines.size() > BATCH_BYTES) {
            lines = new ByteArrayOutputStream(LINE_BYTES);
        } else {
            lines.reset();
        }
        recordsInLines = 0;
    }

    /** Not counted as a record, because it is the log's own. */
    private void writeNotice(Instant now) {
        LogNotice notice = counts.notice();
        if (notice == null) {
            return;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        format.write(now, notice, line);
        if (target == null || !target.takes(now)) {
            target = LogFileName.at(now);
        }
        try {
            file.write(target, line.toByteArray());
            counts.noticed(notice);
        } catch (IOException failed) {
            counts.trouble(failed);
        }
    }

    private void keepUp(Instant now) {
        boolean newSecond = now.getEpochSecond() != lookedAtSecond;
        lookedAtSecond = now.getEpochSecond();
        if (newSecond) {
            try {
                file.finishBefore(LogFileName.at(now.minus(LogFileName.LATE)));
            } catch (IOException failed) {
                counts.trouble(failed);
            }
        }
        boolean rotated = file.takeRotated();
        if (rotated || newSecond) {
            round(LogFileName.at(now), rotated);
        }
        boolean due = batchesSinceUpkeep == 0 || batchesSinceUpkeep >= BATCHES_PER_UPKEEP;
        if (due && fewWait() && upkeep.pending()) {
            upkeep.step();
            batchesSinceUpkeep = 0;
        }
    }

    private void round(LogFileName hour, boolean rotated) {
        if (rotated || !hour.equals(lastRound)) {
            lastRound = hour;
            LogFileName current = target;
            upkeep.round(
                    current != null && current.compareTo(hour) < 0 && file.isOpen() ? current : hour,
                    retentionClock.instant());
        }
    }

    /** Returns whether the waiting records fit in a batch. */
    private boolean fewWait() {
        return queue.waiting() < BATCH_RECORDS;
    }
}
