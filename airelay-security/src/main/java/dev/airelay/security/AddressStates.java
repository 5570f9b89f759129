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
 * <p>An idle address is forgotten once its state says no more than a new one's, or when there are too many. One with
 * requests in flight or waiting weighs nothing and does not age, so it stays; their number is bounded by the connections.
 */
final class AddressStates {
    private final LongSupplier nanoTime;
    private final AdmissionLimits limits;
    private final Cache<ClientAddress, AddressState> states;

    AddressStates(AdmissionLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        Duration idle = Duration.ofNanos(Math.max(
                limits.failedAuth().window().toNanos(),
                TokenBucket.nanosToFill(limits.requestsPerMinute(), limits.burst())));
        this.states = Caffeine.newBuilder()
                .maximumWeight(limits.trackedAddresses())
                .weigher((ClientAddress client, AddressState state) -> state.busy() ? 0 : 1)
                .expireAfter(Expiry.<ClientAddress, AddressState>writing(
                        (client, state) -> state.busy() ? ChronoUnit.FOREVER.getDuration() : idle))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** Applies the change to the state of the address, which is new when the address is not known. Must not block. */
    <T> T change(ClientAddress client, Function<AddressState, T> change) {
        AtomicReference<@Nullable T> outcome = new AtomicReference<>();
        states.asMap().compute(client, (key, known) -> {
            AddressState state = known == null ? new AddressState(limits, nanoTime.getAsLong()) : known;
            outcome.setPlain(change.apply(state));
            return state;
        });
        return Objects.requireNonNull(outcome.getPlain());
    }

    long count() {
        states.cleanUp();
        return states.estimatedSize();
    }

    /** A view for figures; other threads may be changing what it shows. */
    Stream<AddressState> all() {
        return states.asMap().values().stream();
    }

    /** Whether the address is remembered. */
    boolean knows(ClientAddress client) {
        return states.asMap().containsKey(client);
    }
}
