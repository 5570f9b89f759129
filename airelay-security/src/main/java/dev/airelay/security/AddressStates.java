package dev.airelay.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of every address, bounded. Safe for concurrent use: one thread at a time works on an address.
 *
 * <p>An idle address is dropped once its state equals a new one's, or if there are too many. One with requests in progress
 * or waiting has no weight and does not age, so it stays; their number is bounded by the connections.
 *
 * <p>Most relays only ever see one address. The cache, whose library loads a hundred classes, is created for the second.
 */
final class AddressStates {
    private final LongSupplier nanoTime;
    private final AdmissionLimits limits;
    private final Duration idle;
    /** The only address and its state, until there is a cache. Guarded by this. */
    private @Nullable Sole sole;

    private volatile @Nullable Cache<ClientAddress, AddressState> states;

    /** The only address so far. */
    private static final class Sole {
        private final ClientAddress client;
        private final AddressState state;
        private long changedAt;

        Sole(ClientAddress client, AddressState state) {
            this.client = client;
            this.state = state;
        }
    }

    AddressStates(AdmissionLimits limits, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.limits = limits;
        idle = Duration.ofNanos(Math.max(
                limits.failedAuth().window().toNanos(),
                TokenBucket.nanosToFill(limits.requestsPerMinute(), limits.burst())));
    }

    private Cache<ClientAddress, AddressState> newCache() {
        return Caffeine.newBuilder()
                .maximumWeight(limits.trackedAddresses())
                .weigher((ClientAddress client, AddressState state) -> state.busy() ? 0 : 1)
                .expireAfter(Expiry.<ClientAddress, AddressState>writing(
                        (client, state) -> state.busy() ? ChronoUnit.FOREVER.getDuration() : idle))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** Applies the change to the state of the address, created if the address is unknown. Must not block. */
    <T> T change(ClientAddress client, Function<AddressState, T> change) {
        Cache<ClientAddress, AddressState> cache = states;
        if (cache == null) {
            synchronized (this) {
                Sole only = remembered();
                if (states == null && (only == null || only.client.equals(client))) {
                    return changeSole(client, change);
                }
                cache = cacheWithSole();
            }
        }
        AtomicReference<@Nullable T> outcome = new AtomicReference<>();
        cache.asMap().compute(client, (key, known) -> {
            AddressState state = known == null ? newState() : known;
            outcome.setPlain(change.apply(state));
            return state;
        });
        return Objects.requireNonNull(outcome.getPlain());
    }

    private AddressState newState() {
        return new AddressState(limits, nanoTime.getAsLong());
    }

    private <T> T changeSole(ClientAddress client, Function<AddressState, T> change) {
        Sole only = remembered();
        if (only == null) {
            only = new Sole(client, newState());
            sole = only;
        }
        T outcome = change.apply(only.state);
        only.changedAt = nanoTime.getAsLong();
        return outcome;
    }

    /** Returns the only address unless it has been idle long enough to be dropped. */
    private @Nullable Sole remembered() {
        Sole only = sole;
        if (only != null && !only.state.busy() && nanoTime.getAsLong() - only.changedAt >= idle.toNanos()) {
            only = null;
            sole = null;
        }
        return only;
    }

    private Cache<ClientAddress, AddressState> cacheWithSole() {
        Cache<ClientAddress, AddressState> cache = states;
        if (cache == null) {
            cache = newCache();
            Sole only = remembered();
            if (only != null) {
                cache.put(only.client, only.state);
                sole = null;
            }
            states = cache;
        }
        return cache;
    }

    synchronized long count() {
        Cache<ClientAddress, AddressState> cache = states;
        if (cache == null) {
            return remembered() == null ? 0 : 1;
        }
        cache.cleanUp();
        return cache.estimatedSize();
    }

    /** A view for statistics; other threads may change the states meanwhile. */
    synchronized Stream<AddressState> all() {
        Cache<ClientAddress, AddressState> cache = states;
        return cache == null
                ? Stream.ofNullable(remembered()).map(only -> only.state)
                : cache.asMap().values().stream();
    }

    /** Whether the address is tracked. */
    synchronized boolean knows(ClientAddress client) {
        Cache<ClientAddress, AddressState> cache = states;
        Sole only = cache == null ? remembered() : null;
        return cache == null
                ? only != null && only.client.equals(client)
                : cache.asMap().containsKey(client);
    }
}
