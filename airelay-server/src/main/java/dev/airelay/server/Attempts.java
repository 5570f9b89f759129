package dev.airelay.server;

import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.UpstreamFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides on the attempts of one upstream call: whether there is another after a failure, when, and with what. A request
 * whose reasoning the upstream cannot read is sent once more without it, at once; for all else a policy decides. Used on
 * the call's event loop only.
 */
final class Attempts {

    private final RetryPolicy policy;
    private final Runnable reasoningLeftOut;
    private CodexRequest request;
    private boolean reasoningTried;
    private int repeated;

    /**
     * Creates the attempts of a call that has not been tried.
     *
     * @param reasoningLeftOut run when the reasoning of earlier turns is left out
     */
    Attempts(CodexRequest request, RetryPolicy policy, Runnable reasoningLeftOut) {
        this.request = request;
        this.policy = policy;
        this.reasoningLeftOut = reasoningLeftOut;
    }

    /** Returns what the next attempt sends. */
    CodexRequest request() {
        return request;
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
