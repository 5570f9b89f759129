package dev.airelay.backend.call;

import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.FailureTranslator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The settings of one {@link UpstreamCall}: retries, time limit, memory and observers. Used on the call's event loop only.
 *
 * @param retries decides whether a failed attempt is followed by another
 * @param check called before the first attempt
 * @param whole whether the client gets the response as one object, so that an attempt can be retried until the first event
 *     with content, not only until the call opens
 * @param longest time limit of the call with all its attempts; zero for no limit
 * @param meter the memory that the response may use
 * @param observers observe the attempts, in this order
 * @param failures rewords failures for the client; empty to leave them unchanged
 * @param trace the trace that the call belongs to; empty if there is none
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
     * Decides whether a failed attempt is retried. {@link UpstreamCall} itself retries after a stale connection and after a
     * 401, once each. One object per call.
     */
    @FunctionalInterface
    public interface Retries {

        /** Never retries. */
        Retries NONE = failure -> Optional.empty();

        /**
         * Decides after an attempt that failed before the response had begun.
         *
         * @return how long to wait before the next attempt; empty for no retry
         */
        Optional<Duration> waitAfter(UpstreamFailure failure);
    }

    /** Decides whether the call is made. */
    @FunctionalInterface
    public interface Check {

        /** Lets every call pass. */
        Check PASS = verdict -> verdict.accept(Optional.empty());

        /**
         * Checks whether the call would fail. {@code verdict} is called exactly once on the call's event loop, immediately
         * or later: with the failure, or with empty if the call is to be made.
         */
        void check(Consumer<Optional<KnownFailure>> verdict);
    }

    /**
     * The failure of a call that is not made.
     *
     * @param failure the failure, worded as by the upstream
     * @param reporting called before the sink gets the failure; not called if the call has already ended
     */
    public record KnownFailure(UpstreamFailure failure, Runnable reporting) {}
}
