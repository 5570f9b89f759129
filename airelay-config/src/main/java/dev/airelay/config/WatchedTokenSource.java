package dev.airelay.config;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Follows a token file. Readers share one immutable snapshot; whoever wins the compare-and-set of the next check time
 * looks at the file, so a busy relay does so once per interval.
 */
final class WatchedTokenSource implements RelayTokenSource {
    private record Snapshot(Optional<FileStamp> stamp, Optional<RelayToken> token) {}

    private final RelayTokenFile file;
    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private final AtomicLong nextCheck;
    private volatile Snapshot seen;

    WatchedTokenSource(RelayTokenFile file, LongSupplier nanoTime, Duration checkInterval) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.intervalNanos = checkInterval.toNanos();
        this.nextCheck = new AtomicLong(nanoTime.getAsLong() + intervalNanos);
        this.seen = read(FileStamp.of(file.path()));
    }

    @Override
    public Optional<RelayToken> current() {
        long due = nextCheck.get();
        long now = nanoTime.getAsLong();
        if (now - due >= 0 && nextCheck.compareAndSet(due, now + intervalNanos)) {
            return latest();
        }
        return seen.token;
    }

    @Override
    public synchronized Optional<RelayToken> latest() {
        // The stamp is taken before the content: a write in between shows as a change next time.
        Optional<FileStamp> stamp = FileStamp.of(file.path());
        if (!stamp.equals(seen.stamp)) {
            seen = read(stamp);
        }
        return seen.token;
    }

    private Snapshot read(Optional<FileStamp> stamp) {
        try {
            return new Snapshot(stamp, file.read());
        } catch (ConfigException unreadable) {
            // No stamp, so that the next look tries again: a change of permissions alone leaves time and size.
            return new Snapshot(Optional.empty(), Optional.empty());
        }
    }
}
