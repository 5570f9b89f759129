package dev.airelay.server.upstream;

import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.CodexRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides on the attempts of one upstream call: whether there is another after a failure, when, and with which request. If
 * the upstream cannot read a request's reasoning, or refuses one of its stored items, the request is immediately sent again
 * without them; otherwise a policy decides. Used on the call's event loop only.
 */
public final class RetryState {

    private final RetryPolicy policy;
    private final Consumer<String> leftOut;
    private CodexRequest request;
    private int repeated;

    /**
     * Creates the state of a call before its first attempt.
     *
     * @param leftOut receives the parts of earlier turns that are omitted
     */
    RetryState(CodexRequest request, RetryPolicy policy, Consumer<String> leftOut) {
        this.request = request;
        this.policy = policy;
        this.leftOut = leftOut;
    }

    /** Returns the request of the next attempt. */
    public CodexRequest request() {
        return request;
    }

    /** Returns how long to wait before the next attempt; empty for no retry. */
    public Optional<Duration> waitAfter(UpstreamFailure failure) {
        Optional<CodexRequest.Shorter> shorter = request.without(failure);
        if (shorter.isPresent()) {
            request = shorter.get().request();
            leftOut.accept(shorter.get().leftOut());
            return Optional.of(Duration.ZERO);
        }
        Optional<Duration> wait = policy.waitAfter(failure, repeated);
        repeated++;
        return wait;
    }
}
