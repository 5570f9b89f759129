package dev.airelay.backend.call;

import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.FailureTranslator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How one {@link UpstreamCall} is made: how often, for how long, within which memory, and who watches. Used on the call's
 * event loop only.
 *
 * @param retries decides whether a failed attempt is followed by another
 * @param check asked before the first attempt
 * @param whole whether the client gets the response whole, so that a failure is hidden from it until the first event with
 *     content, and not only until the call opens
 * @param longest how long the call may take with all its attempts; zero for no limit
 * @param meter the memory that the response may take
 * @param observers watch the attempts, in this order
 * @param failures words failures for the client; empty to pass them on as they are
 * @param trace the trace that the call belongs to; empty outside of one
 */
public record CallPlan(
        Retries retries,
        Check check,
        boolean whole,
        Duration longest,
        AnswerMeter meter,
        List<CallObserver> observers,
        Optional<FailureTranslator> failures,
        Optional<TraceContext> trace) {

    /** Copies the list. */
    public CallPlan {
        observers = List.copyOf(observers);
    }

    /** Returns the plan of a single attempt without a time limit, observers or translation. */
    public static CallPlan once(AnswerMeter meter) {
        return new CallPlan(
                Retries.NONE, Check.PASS, false, Duration.ZERO, meter, List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * Decides how often a failed attempt is repeated. A stale connection and a 401 are repeated by {@link UpstreamCall}, once each.
     * One object per call.
     */
    @FunctionalInterface
    public interface Retries {

        /** Repeats nothing. */
        Retries NONE = failure -> Optional.empty();

        /**
         * Decides after an attempt that failed before the response had begun.
         *
         * @return how long to wait before the next attempt; empty when there is to be none
         */
        Optional<Duration> waitAfter(UpstreamFailure failure);
    }

    /** Decides whether the call is made at all. */
    @FunctionalInterface
    public interface Check {

        /** Lets every call pass. */
        Check PASS = verdict -> verdict.accept(Optional.empty());

        /**
         * Looks at whether the call would fail. {@code verdict} is called exactly once on the call's event loop, at once or
         * later: with the failure, or with nothing for a call that is to be made.
         */
        void check(Consumer<Optional<KnownFailure>> verdict);
    }

    /**
     * The failure of a call that is not made.
     *
     * @param failure the failure, as the upstream would word it
     * @param reporting called before the sink gets the failure; not called when the call has ended before
     */
    public record KnownFailure(UpstreamFailure failure, Runnable reporting) {}
}
