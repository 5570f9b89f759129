package dev.airelay.traffic.write;

import dev.airelay.base.FileFailures;
import dev.airelay.traffic.record.LogNotice;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts written and lost records, and reports once when the disk fails and once when it works again. Written by one thread,
 * read by any.
 */
public final class WriteCounts {
    private static final Logger LOG = System.getLogger(WriteCounts.class.getName());

    private final TrafficQueue queue;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile @Nullable String trouble;
    private long noticedDropped;
    private long noticedFailed;

    WriteCounts(TrafficQueue queue) {
        this.queue = queue;
    }

    void written(int records) {
        written.addAndGet(records);
        overcome();
    }

    void failed(int records) {
        failed.addAndGet(records);
    }

    void trouble(IOException failure) {
        boolean known = trouble != null;
        String file = failure instanceof FileSystemException named ? named.getFile() : null;
        trouble = (file == null ? "" : file + ": ") + FileFailures.words(failure);
        if (!known) {
            LOG.log(
                    Level.WARNING,
                    "The traffic log cannot be written: " + trouble
                            + ". Requests continue, but their records are lost, and counted, until it can be written again."
                            + " Free disk space or fix the directory's permissions.");
        }
    }

    private void overcome() {
        if (trouble != null) {
            trouble = null;
            LOG.log(
                    Level.INFO,
                    "The traffic log is being written again. Records lost: " + (failed.get() - noticedFailed));
        }
    }

    /** Why records cannot be written now; empty when they can. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The loss that the log must report; null if there is nothing new. */
    @Nullable
    LogNotice notice() {
        long dropped = queue.dropped() - noticedDropped;
        long lost = failed.get() - noticedFailed;
        return dropped + lost > 0 ? new LogNotice(dropped, lost) : null;
    }

    void noticed(LogNotice notice) {
        noticedDropped += notice.dropped();
        noticedFailed += notice.failed();
        overcome();
    }

    /** Returns the counts as they are now. */
    public TrafficCounters snapshot() {
        return new TrafficCounters(queue.taken(), written.get(), queue.dropped(), failed.get());
    }
}
