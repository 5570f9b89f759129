package dev.airelay.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The addresses refused for wrong tokens. Kept apart from the other state, so that a flood of new addresses cannot push
 * a block out. Safe for concurrent use.
 */
final class BlockedAddresses {
    private final LongSupplier nanoTime;
    private final long blockNanos;
    private final Cache<ClientAddress, Long> ends;

    BlockedAddresses(Duration block, int mostAddresses, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.blockNanos = block.toNanos();
        this.ends = Caffeine.newBuilder()
                .maximumSize(mostAddresses)
                .expireAfterWrite(block)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    void block(ClientAddress client, long now) {
        ends.put(client, now + blockNanos);
    }

    /** How long the address is still refused; 0 when it is not. */
    long remainingNanos(ClientAddress client) {
        Long end = ends.getIfPresent(client);
        return end == null ? 0 : Math.max(0, end - nanoTime.getAsLong());
    }

    long count() {
        ends.cleanUp();
        return ends.estimatedSize();
    }
}
