package dev.airelay.backend.account;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.ApiError;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Caches a value that the upstream reports for one account. Concurrent callers share one request; if the upstream fails, the
 * last value of this account remains in use. Another account, or a logout, clears it.
 *
 * <p>Safe for concurrent use; never blocks.
 *
 * @param <T> the cached value; immutable
 */
public final class AccountCache<T> {

    /** While the upstream fails, it is not called for every request. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    private static final String NOBODY = "";

    private final Function<EventLoop, CompletionStage<T>> source;
    private final CredentialSource credentials;
    private final Duration ttl;
    private final InstantSource clock;
    private final Object lock = new Object();
    private @Nullable Entry<T> entry;
    private @Nullable Flight<T> flight;
    private @Nullable Instant failedAt;
    private boolean loginRefused;

    /**
     * Creates an empty cache.
     *
     * @param source calls the upstream; may be called on any thread
     * @param credentials determines the account
     * @param ttl how long a value is fresh; zero caches nothing
     * @param clock measures the age of values; continues while the machine sleeps
     */
    public AccountCache(
            Function<EventLoop, CompletionStage<T>> source,
            CredentialSource credentials,
            Duration ttl,
            InstantSource clock) {
        this.source = source;
        this.credentials = credentials;
        this.ttl = ttl;
        this.clock = clock;
    }

    /**
     * A cached value.
     *
     * @param value the upstream's value
     * @param since when it was received
     * @param stale whether it is older than requested, because the upstream cannot be called now
     */
    public record Known<T>(T value, Instant since, boolean stale) {}

    /**
     * Returns the value of the account that is signed in now, requested on {@code loop} if it is too old.
     *
     * @return completed on any thread, exceptionally with an {@link UpstreamException} if there is no usable value. A
     *     missing or refused login is such a failure, even if there was a value before
     */
    public CompletionStage<Known<T>> get(EventLoop loop) {
        return account().thenCompose(account -> {
            Optional<Known<T>> known = usable(account);
            return known.isPresent()
                    ? CompletableFuture.completedFuture(known.get())
                    : fetch(account, loop).handle((value, failure) -> answer(account, value, failure));
        });
    }

    /** Returns the cached value of any age, without a request and without waiting. */
    public Optional<Known<T>> peek() {
        synchronized (lock) {
            return Optional.ofNullable(entry).map(kept -> kept.known(!fresh(kept)));
        }
    }

    /** Refreshes the value if it is too old or of another account; failures are ignored. */
    public void refresh(EventLoop loop) {
        if (!ttl.isZero()) {
            account().thenAccept(account -> {
                if (!account.equals(NOBODY) && usable(account).isEmpty() && !failedLately()) {
                    fetch(account, loop);
                }
            });
        }
    }

    /** Marks the value as changed upstream: it is requested again when it is needed next. */
    public void expire() {
        synchronized (lock) {
            if (entry != null) {
                entry = new Entry<>(entry.value, entry.account, entry.since, true);
            }
        }
    }

    /** Returns whether nothing is ever cached. */
    public boolean disabled() {
        return ttl.isZero();
    }

    private CompletionStage<String> account() {
        return credentials.current().handle((login, none) -> login == null ? NOBODY : login.accountId());
    }

    private Optional<Known<T>> usable(String account) {
        synchronized (lock) {
            Entry<T> kept = entry;
            if (kept != null && !kept.account.equals(account)) {
                entry = null;
                failedAt = null;
                return Optional.empty();
            }
            return kept != null && (fresh(kept) || (failedLately() && !loginRefused))
                    ? Optional.of(kept.known(!fresh(kept)))
                    : Optional.empty();
        }
    }

    private CompletableFuture<T> fetch(String account, EventLoop loop) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (lock) {
            if (flight != null && flight.account.equals(account)) {
                return flight.result;
            }
            // The response to another loop may have arrived since the caller checked.
            Optional<Known<T>> landed = usable(account).filter(known -> !known.stale());
            if (landed.isPresent()) {
                return CompletableFuture.completedFuture(landed.get().value());
            }
            flight = new Flight<>(account, result);
        }
        CompletableFuture.completedFuture(loop).thenCompose(source).whenComplete((value, failure) -> {
            land(account, result, value, failure);
            if (value != null) {
                result.complete(value);
            } else {
                result.completeExceptionally(unwrapped(failure));
            }
        });
        return result;
    }

    private void land(String account, CompletableFuture<T> result, @Nullable T value, @Nullable Throwable failure) {
        synchronized (lock) {
            if (flight == null || flight.result != result) {
                return;
            }
            flight = null;
            failedAt = value == null ? clock.instant() : null;
            loginRefused = value == null && isLogin(unwrapped(failure));
            if (value != null && !ttl.isZero() && !account.equals(NOBODY)) {
                entry = new Entry<>(value, account, clock.instant(), false);
            }
        }
    }

    private Known<T> answer(String account, @Nullable T value, @Nullable Throwable failure) {
        if (value != null) {
            return new Known<>(value, clock.instant(), false);
        }
        Throwable cause = unwrapped(failure);
        synchronized (lock) {
            Entry<T> kept = entry;
            if (kept != null && kept.account.equals(account) && !isLogin(cause)) {
                return kept.known(true);
            }
        }
        throw new CompletionException(cause);
    }

    private boolean fresh(Entry<T> kept) {
        return !kept.expired && isWithin(ttl, kept.since);
    }

    /** A clock that was set back ends every wait. */
    private boolean isWithin(Duration limit, Instant from) {
        Duration age = Duration.between(from, clock.instant());
        return !age.isNegative() && age.compareTo(limit) < 0;
    }

    private boolean failedLately() {
        synchronized (lock) {
            return failedAt != null && isWithin(PAUSE_AFTER_FAILURE, failedAt);
        }
    }

    private static boolean isLogin(Throwable cause) {
        return cause instanceof UpstreamException refused
                && refused.failure().error().type().equals(ApiError.UPSTREAM_AUTH);
    }

    private static Throwable unwrapped(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? new IllegalStateException("the source gave neither a value nor a failure") : cause;
    }

    private record Entry<T>(T value, String account, Instant since, boolean expired) {

        Known<T> known(boolean stale) {
            return new Known<>(value, since, stale);
        }
    }

    private record Flight<T>(String account, CompletableFuture<T> result) {}
}
