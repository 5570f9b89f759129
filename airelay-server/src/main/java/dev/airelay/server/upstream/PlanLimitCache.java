package dev.airelay.server.upstream;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.call.CallObserver;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.server.http.PlanLimit;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Remembers briefly that the plan is used up: most clients retry a 429 several times, and each retry would reach the
 * upstream. Safe for concurrent use; never blocks.
 *
 * <p>A limit is remembered per model, because some models have their own limit, and for the credentials in use. It is
 * dropped after the first successful response that is not known to count for another limit, when the credentials change, and
 * after a while in any case: then one request calls the upstream, and the others are answered from here until it responds.
 * So clients are not refused for long after a reset, new credits or another plan.
 */
public final class PlanLimitCache {

    /** How long a request that tries the upstream again keeps the others from doing so. */
    private static final Duration PROBE = Duration.ofSeconds(5);
    /** Limited, because names of models come from clients. */
    private static final int MAX_MODELS = 64;

    private static final String ACTIVE_LIMIT = "x-codex-active-limit";

    private final CredentialSource credentials;
    private final Duration lifetime;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    /** Replaced, never changed: requests read it without a lock. */
    private volatile Map<String, Entry> entries = Map.of();

    private volatile int logins;

    /**
     * Creates an empty cache.
     *
     * @param source the source of the calls' credentials
     * @param lifetime after which the upstream is tried again; zero remembers nothing
     * @param clock the current time, for reset times
     * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
     */
    public PlanLimitCache(CredentialSource source, Duration lifetime, InstantSource clock, LongSupplier nanoTime) {
        this.credentials = new WatchedCredentials(source, new Forgetting());
        this.lifetime = lifetime;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * A remembered limit, at the present time.
     *
     * @param failure with the time from now until the reset
     * @param age how long ago the upstream reported it
     * @param nextTry after which the upstream is tried again
     */
    public record Known(UpstreamFailure failure, Duration age, Duration nextTry) {

        /** Returns the value of the header that discloses that the response does not come from the upstream. */
        public String disclosure() {
            return "age=" + age.toSeconds() + "; next-try=" + secondsUntilNextTry();
        }

        public long secondsUntilNextTry() {
            return Math.max(1, nextTry.toSeconds());
        }
    }

    /**
     * A limit that the upstream has reported.
     *
     * @param limit the limit, if the upstream named it
     * @param since when the upstream reported it
     * @param until when the upstream may be tried again
     */
    private record Entry(UpstreamFailure failure, Optional<String> limit, long since, long until) {

        Known known(long now) {
            Duration age = Duration.ofNanos(now - since);
            Optional<Duration> wait = failure.retryAfter().map(reset -> reset.minus(age));
            return new Known(
                    new UpstreamFailure(failure.kind(), failure.status(), failure.error(), wait),
                    age,
                    Duration.ofNanos(until - now));
        }

        /** Whether the reset time that the upstream reported has passed. */
        boolean reset(long now) {
            return failure.retryAfter()
                    .filter(reset -> reset.compareTo(Duration.ofNanos(now - since)) <= 0)
                    .isPresent();
        }

        Entry askedAgain(long now) {
            return new Entry(failure, limit, since, now + PROBE.toNanos());
        }
    }

    /** Returns the credentials for calls: when they are replaced, all remembered limits are dropped. */
    public CredentialSource credentials() {
        return credentials;
    }

    private final class Forgetting implements WatchedCredentials.Watcher {
        @Override
        public void changed(Credentials now, boolean first) {
            if (!first) {
                forgetAll();
            }
        }

        @Override
        public void unavailable(AuthException why) {
            forgetAll();
        }

        @Override
        public void availableAgain() {
            // All remembered limits were dropped when they became unavailable.
        }
    }

    private synchronized void forgetAll() {
        logins++;
        entries = Map.of();
    }

    /**
     * Finds the limit that is remembered for this model.
     *
     * @param loop on which this is called
     * @param result receives the limit, or empty if the upstream is to be called: immediately if nothing is remembered,
     *     otherwise later on that loop, after checking whether the login has changed
     */
    void find(EventExecutor loop, String model, Consumer<Optional<Known>> result) {
        if (!remembered(model)) {
            result.accept(Optional.empty());
            return;
        }
        CompletionStage<Credentials> unused = credentials.current().whenComplete((now, failure) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(() -> result.accept(current(model)));
            }
        });
    }

    /** When an entry has expired, one of the requests gets false and tries the upstream again. */
    private boolean remembered(String model) {
        Entry entry = entries.get(model);
        if (entry == null) {
            return false;
        }
        long now = nanoTime.getAsLong();
        return !entry.reset(now) && (entry.until - now > 0 || !replace(model, entry, entry.askedAgain(now)));
    }

    private Optional<Known> current(String model) {
        long now = nanoTime.getAsLong();
        return Optional.ofNullable(entries.get(model))
                .filter(entry -> !entry.reset(now) && entry.until - now > 0)
                .map(entry -> entry.known(now));
    }

    private synchronized boolean replace(String model, Entry seen, Entry next) {
        boolean unchanged = seen.equals(entries.get(model));
        if (unchanged) {
            put(model, next);
        }
        return unchanged;
    }

    private void put(String model, Entry entry) {
        Map<String, Entry> changed = entries.size() < MAX_MODELS ? new HashMap<>(entries) : new HashMap<>();
        changed.put(model, entry);
        entries = Map.copyOf(changed);
    }

    /** Starts to observe a call for this model. */
    Watch watch(String model) {
        return new Watch(model);
    }

    /** Observes the attempts of one call. */
    final class Watch implements CallObserver {

        private final String model;
        private int loginsBefore;
        private Optional<String> limit = Optional.empty();
        private boolean failed;

        private Watch(String model) {
            this.model = model;
        }

        @Override
        public void onAttempt(byte[] body) {
            loginsBefore = logins;
            failed = false;
        }

        @Override
        public void onOpen(UpstreamHead head) {
            limit = head.header(ACTIVE_LIMIT);
        }

        /** The model responds, so its limit no longer applies. */
        @Override
        public void onEvent(UpstreamEvent event) {
            if (event.type().failure()) {
                failed(FailureClassifier.ofEvent(event, clock.instant().getEpochSecond()));
            } else if (!entries.isEmpty()
                    && !event.type().handshake()
                    && !event.type().extension()) {
                forgetLimit();
            }
        }

        @Override
        public void onComplete() {
            if (!failed && !entries.isEmpty()) {
                forgetLimit();
            }
        }

        private void forgetLimit() {
            synchronized (PlanLimitCache.this) {
                Map<String, Entry> others = new HashMap<>(entries);
                others.remove(model);
                others.values()
                        .removeIf(entry -> limit.isEmpty() || entry.limit.isEmpty() || limit.equals(entry.limit));
                entries = Map.copyOf(others);
            }
        }

        /** A limit counts only if the credentials are still those of the attempt. */
        @Override
        public void onFailure(UpstreamException failure) {
            failure.head().ifPresent(this::onOpen);
            failed(failure.failure());
        }

        private void failed(UpstreamFailure failure) {
            failed = true;
            if (failure.kind() == UpstreamFailure.Kind.LIMIT && PlanLimit.isReached(failure.error())) {
                remember(failure);
            }
        }

        private void remember(UpstreamFailure failure) {
            Duration reset = failure.retryAfter().orElse(lifetime);
            Duration shown = reset.compareTo(lifetime) < 0 ? reset : lifetime;
            if (shown.isZero() || shown.isNegative()) {
                return;
            }
            synchronized (PlanLimitCache.this) {
                if (loginsBefore == logins) {
                    long now = nanoTime.getAsLong();
                    put(model, new Entry(failure, limit, now, now + shown.toNanos()));
                }
            }
        }
    }
}
