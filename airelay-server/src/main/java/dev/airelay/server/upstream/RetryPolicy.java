package dev.airelay.server.upstream;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.http.PlanLimit;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Decides whether an upstream call that failed before its answer began is repeated, and after which wait. Never repeated is
 * what would fail again: a request at fault, a plan that is used up, a login that is refused, a way out that is barred. Nor
 * is what has taken long already. Immutable.
 */
public final class RetryPolicy {

    /** Failures that no repetition within seconds can fix, and those of our own. */
    private static final Set<String> LASTING = Set.of(
            "upstream_challenge",
            "unexpected_response",
            "event_too_large",
            "answer_too_large",
            "upstream_certificate",
            "proxy_auth_required",
            "proxy_refused",
            "proxy_error",
            "upstream_socket_closed",
            UpstreamFailure.OUT_OF_MEMORY,
            UpstreamFailure.ROUTING_UNAVAILABLE,
            "internal_error");

    private static final int GATEWAY_TIMEOUT = 504;
    /** How far a wait strays from its middle, so that calls which failed together do not return together. */
    private static final double JITTER = 0.25;

    private final RelayConfig config;
    private final DoubleSupplier random;
    private final Listener listener;

    /**
     * Creates a policy.
     *
     * @param random gives numbers from 0 up to 1
     */
    public RetryPolicy(RelayConfig config, DoubleSupplier random) {
        this(config, random, (failure, attempt, wait) -> {});
    }

    private RetryPolicy(RelayConfig config, DoubleSupplier random, Listener listener) {
        this.config = config;
        this.random = random;
        this.listener = listener;
    }

    /** Receives the decisions. */
    @FunctionalInterface
    interface Listener {

        /**
         * Called with each decision.
         *
         * @param attempt the one that failed, from 1
         * @param wait before the next; empty when there is to be none
         */
        void decided(UpstreamFailure failure, int attempt, Optional<Duration> wait);
    }

    /** Returns the same policy, which also reports its decisions to a listener. */
    RetryPolicy reportingTo(Listener newListener) {
        return new RetryPolicy(config, random, newListener);
    }

    /** Returns how many attempts there are at most. */
    int maxAttempts() {
        return config.get(ConfigKeys.RETRY_ATTEMPTS) + 1;
    }

    /**
     * Returns how long to wait before the next attempt; empty when there is to be none.
     *
     * @param repeated how often the call was repeated before
     */
    Optional<Duration> waitAfter(UpstreamFailure failure, int repeated) {
        Optional<Duration> wait = decide(failure, repeated);
        listener.decided(failure, repeated + 1, wait);
        return wait;
    }

    private Optional<Duration> decide(UpstreamFailure failure, int repeated) {
        if (repeated >= config.get(ConfigKeys.RETRY_ATTEMPTS) || !mayPass(failure)) {
            return Optional.empty();
        }
        return Optional.of(failure.retryAfter().orElseGet(() -> backoff(repeated)));
    }

    private boolean mayPass(UpstreamFailure failure) {
        boolean soon = failure.retryAfter()
                .map(asked -> asked.compareTo(config.get(ConfigKeys.RETRY_MAX_DELAY)) <= 0)
                .orElse(failure.kind() != UpstreamFailure.Kind.LIMIT);
        return soon
                && switch (failure.kind()) {
                    case LIMIT -> !PlanLimit.isReached(failure.error());
                    case CLIENT -> false;
                    case SERVER -> !lasting(failure);
                };
    }

    private static boolean lasting(UpstreamFailure failure) {
        String code = failure.error().code();
        return failure.status() == GATEWAY_TIMEOUT
                || failure.error().type().equals(ApiError.UPSTREAM_AUTH)
                || (code != null && LASTING.contains(code));
    }

    private Duration backoff(int repeated) {
        double middle = config.get(ConfigKeys.RETRY_DELAY).toNanos() * Math.pow(2, repeated);
        double strayed = middle * (1 - JITTER + 2 * JITTER * random.getAsDouble());
        return Duration.ofNanos((long) Math.min(
                strayed, (double) config.get(ConfigKeys.RETRY_MAX_DELAY).toNanos()));
    }
}
