package dev.airelay.traffic.write;

import dev.airelay.base.OwnerOnly;
import dev.airelay.base.PrivateFiles;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.LineFormat;
import dev.airelay.traffic.record.RecordObserver;
import dev.airelay.traffic.record.StreamTap;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.record.TrafficRecord;
import dev.airelay.traffic.redact.Redactor;
import dev.airelay.traffic.redact.SecretValues;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.LinkOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The traffic log of a running relay. Safe for concurrent use. Callers only put a record into a bounded queue: they never
 * wait, and no failure reaches them. If the queue is full, a record is dropped and counted, and the log reports the loss.
 *
 * <p>One thread, {@value #THREAD}, redacts, writes, compresses and removes. A record counted as written survives a kill of
 * the process. A directory belongs to one log at a time.
 */
public final class TrafficLog implements LogBacklog, AutoCloseable {
    static final String THREAD = "airelay-traffic-log";

    private static final Logger LOG = System.getLogger(TrafficLog.class.getName());

    private final TrafficOptions options;
    private final InstantSource clock;
    private final List<RecordObserver> observers;
    private final TrafficQueue queue;
    private final TrafficWriter writer;
    private final Thread thread;

    private TrafficLog(
            TrafficOptions options,
            SecretValues secrets,
            InstantSource clock,
            InstantSource retentionClock,
            List<RecordObserver> observers) {
        this.options = options;
        this.observers = List.copyOf(observers);
        this.clock = clock;
        this.queue = new TrafficQueue(options.queue());
        LogTree tree = new LogTree(options.directory());
        Upkeep upkeep = new Upkeep(tree, options.retention());
        this.writer = new TrafficWriter(
                queue,
                new LineFormat(new Redactor(secrets), options),
                new HourlyFile(tree, options.files().maxFileBytes()),
                upkeep,
                clock,
                retentionClock,
                this.observers);
        prepare(upkeep);
        this.thread = new Thread(writer, THREAD);
        thread.setDaemon(true);
    }

    /**
     * Starts a log. If its directory cannot be written, it logs a warning instead of throwing, and tries again with every
     * record.
     *
     * @param secrets redacted in every position; secrets added later are redacted from then on
     * @param clock the clock of the records and of the files' hours
     * @param retentionClock the clock for deleting files; may be slower to trust a clock that leaps ahead
     * @param observers receive the records too; closed with the log
     */
    public static TrafficLog start(
            TrafficOptions options,
            SecretValues secrets,
            InstantSource clock,
            InstantSource retentionClock,
            List<RecordObserver> observers) {
        TrafficLog log = new TrafficLog(options, secrets, clock, retentionClock, observers);
        log.thread.start();
        return log;
    }

    /** Starts a log that uses the same clock for writing and deleting files. */
    public static TrafficLog start(TrafficOptions options, SecretValues secrets, InstantSource clock) {
        return start(options, secrets, clock, clock, List.of());
    }

    private void prepare(Upkeep upkeep) {
        try {
            PrivateFiles.createDirectories(options.directory());
            if (OwnerOnly.tighten(options.directory(), LinkOption.NOFOLLOW_LINKS)) {
                LOG.log(
                        Level.WARNING,
                        "Other users could read the traffic log directory " + options.directory()
                                + ". Its permissions have been changed so that only its owner can.");
            }
            upkeep.removeUnfinished();
        } catch (IOException failed) {
            writer.counts().trouble(failed);
        }
    }

    /** Logs a record. Never blocks and never fails. */
    public void record(TrafficRecord record) {
        queue.offer(clock.instant(), record);
    }

    /**
     * Logs a stream, event by event, if bodies are logged in full.
     *
     * @return null if streams are not logged, so that the caller need not copy their pieces
     */
    public @Nullable StreamTap stream(String requestId, StreamTap.Direction direction) {
        return options.bodies() == BodyLevel.FULL ? new StreamTap(this::record, requestId, direction) : null;
    }

    /** How much of a body is logged; at {@link BodyLevel#NONE} callers need not keep any. */
    public BodyLevel bodies() {
        return options.bodies();
    }

    /** The numbers of records written, dropped and lost so far. */
    public TrafficCounters counters() {
        return writer.counts().snapshot();
    }

    /** The number of records waiting to be written, without the one being written. */
    public int waiting() {
        return queue.waiting();
    }

    @Override
    public boolean backlogged() {
        return queue.backlogged();
    }

    @Override
    public void waitedInVain() {
        queue.waitedInVain();
    }

    /**
     * Sets the receiver of the lines from now on, as they go to the files: whole lines, redacted, several at a time.
     *
     * @param receiver called on the log's thread, which it must not block
     */
    public void watch(Consumer<byte[]> receiver) {
        writer.watch(receiver);
    }

    /** Why records cannot be written now, for the owner; empty when they can. */
    public Optional<String> trouble() {
        return writer.counts().trouble();
    }

    /** Returns whether the writer's thread is alive; without it, records only fill the queue. */
    public boolean running() {
        return thread.isAlive();
    }

    /** Writes the waiting records, within the time limit of the options, and ends. Later records are dropped and counted. */
    @Override
    public void close() {
        queue.close();
        try {
            thread.join(options.queue().closeTimeout().toMillis());
        } catch (InterruptedException notWaiting) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.log(Level.WARNING, "The traffic log was closed before " + queue.waiting() + " records were written.");
        }
        for (RecordObserver observer : observers) {
            observer.close();
        }
    }
}
