package dev.airelay.config.token;

import dev.airelay.base.FileStamp;
import dev.airelay.config.ConfigException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Watches a token file. Readers share one immutable snapshot; one thread at a time checks the file. */
final class WatchedTokenSource implements RelayTokenSource {
    private record Snapshot(Optional<FileStamp> stamp, Optional<RelayToken> token) {}

    private final RelayTokenFile file;
    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private volatile long lookedAt;
    private volatile Snapshot seen;

    WatchedTokenSource(RelayTokenFile file, LongSupplier nanoTime, Duration checkInterval) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.intervalNanos = checkInterval.toNanos();
        this.lookedAt = nanoTime.getAsLong();
        this.seen = read(FileStamp.of(file.path()));
    }

    @Override
    public Optional<RelayToken> current() {
        return seen.token;
    }

    @Override
    public boolean fresh() {
        return nanoTime.getAsLong() - lookedAt < intervalNanos;
    }

    @Override
    public synchronized Optional<RelayToken> latest() {
        long now = nanoTime.getAsLong();
        // The stamp is taken before the content: a write in between shows as a change next time.
        Optional<FileStamp> stamp = FileStamp.of(file.path());
        if (!stamp.equals(seen.stamp)) {
            seen = read(stamp);
        }
        lookedAt = now;
        return seen.token;
    }

    private Snapshot read(Optional<FileStamp> stamp) {
        try {
            return new Snapshot(stamp, file.read());
        } catch (ConfigException unreadable) {
            // No stamp, so that the next check reads again: a change of permissions alone changes neither time nor
            // size.
            return new Snapshot(Optional.empty(), Optional.empty());
        }
    }
}
