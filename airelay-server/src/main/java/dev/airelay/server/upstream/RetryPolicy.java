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
 * Decides whether an upstream call that failed before its response began is retried, and after which wait. Calls that would
 * fail again are never retried: an invalid request, a used-up plan, a refused login, a blocked network. Neither are calls
 * that have already taken long. Immutable.
 */
public final class RetryPolicy {

    /** Failures that no retry within seconds can fix, and internal errors. */
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
    /** Random deviation of a wait, so that calls that failed together are not retried together. */
    private static final double JITTER = 0.25;

    private final RelayConfig config;
    private final DoubleSupplier random;
    private final Listener listener;

    /**
     * Creates a policy.
     *
     * @param random returns numbers from 0 to 1
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
         * @param attempt number of the failed attempt, from 1
         * @param wait before the next; empty for no retry
         */
        void decided(UpstreamFailure failure, int attempt, Optional<Duration> wait);
    }

    /** Returns the same policy, which also reports its decisions to a listener. */
    RetryPolicy reportingTo(Listener newListener) {
        return new RetryPolicy(config, random, newListener);
    }

    /** Returns the maximum number of attempts. */
    int maxAttempts() {
        return config.get(ConfigKeys.RETRY_ATTEMPTS) + 1;
    }

    /**
     * Returns how long to wait before the next attempt; empty for no retry.
     *
     * @param repeated number of earlier retries
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
