package dev.airelay.server;

import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.FailureClassifier;
import dev.airelay.transforms.UpstreamFailure;
import dev.airelay.transforms.event.UpstreamEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Decides on the attempts of one upstream call: whether there is another after a failure, when, and with what. A request
 * whose reasoning the upstream cannot read is sent once more without it, at once; for all else a policy decides. Used on
 * the call's event loop only.
 */
final class Attempts {

    private final RetryPolicy policy;
    private final InstantSource clock;
    private final Runnable reasoningLeftOut;
    private CodexRequest request;
    private boolean reasoningTried;
    private int repeated;

    /**
     * Creates the attempts of a call that has not been tried.
     *
     * @param clock the current time, from which reset times are counted
     * @param reasoningLeftOut run when the reasoning of earlier turns is left out
     */
    Attempts(CodexRequest request, RetryPolicy policy, InstantSource clock, Runnable reasoningLeftOut) {
        this.request = request;
        this.policy = policy;
        this.clock = clock;
        this.reasoningLeftOut = reasoningLeftOut;
    }

    /** Returns what the next attempt sends. */
    CodexRequest request() {
        return request;
    }

    /** Returns the same after an event that tells of a failure. */
    Optional<Duration> waitAfter(UpstreamEvent failed) {
        return waitAfter(FailureClassifier.ofEvent(failed, clock.instant().getEpochSecond()));
    }

    /** Returns how long to wait before the next attempt; empty when there is to be none. */
    Optional<Duration> waitAfter(UpstreamFailure failure) {
        if (failure.unreadableReasoning() && !reasoningTried) {
            reasoningTried = true;
            return request.withoutReasoning().map(shorter -> {
                request = shorter;
                reasoningLeftOut.run();
                return Duration.ZERO;
            });
        }
        Optional<Duration> wait = policy.waitAfter(failure, repeated);
        repeated++;
        return wait;
    }
}
