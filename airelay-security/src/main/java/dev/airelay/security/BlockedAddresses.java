package dev.airelay.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses blocked for wrong tokens. Separate from the other state, so that a flood of new addresses cannot evict a
 * block. Safe for concurrent use.
 */
final class BlockedAddresses {
    private final LongSupplier nanoTime;
    private final Duration block;
    private final int mostAddresses;
    /** Created for the first block, which most relays never have. */
    private volatile @Nullable Cache<ClientAddress, Long> ends;

    BlockedAddresses(Duration block, int mostAddresses, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.block = block;
        this.mostAddresses = mostAddresses;
    }

    void block(ClientAddress client, long now) {
        cache().put(client, now + block.toNanos());
    }

    private synchronized Cache<ClientAddress, Long> cache() {
        Cache<ClientAddress, Long> cache = ends;
        if (cache == null) {
            cache = Caffeine.newBuilder()
                    .maximumSize(mostAddresses)
                    .expireAfterWrite(block)
                    .ticker(nanoTime::getAsLong)
                    .executor(Runnable::run)
                    .build();
            ends = cache;
        }
        return cache;
    }

    /** How long the address remains blocked; 0 if it is not. */
    long remainingNanos(ClientAddress client) {
        Cache<ClientAddress, Long> cache = ends;
        Long end = cache == null ? null : cache.getIfPresent(client);
        return end == null ? 0 : Math.max(0, end - nanoTime.getAsLong());
    }

    long count() {
        Cache<ClientAddress, Long> cache = ends;
        if (cache == null) {
            return 0;
        }
        cache.cleanUp();
        return cache.estimatedSize();
    }
}
