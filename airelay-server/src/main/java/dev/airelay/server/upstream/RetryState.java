package dev.airelay.server.upstream;

import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.CodexRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides on the attempts of one upstream call: whether there is another after a failure, when, and with what. A request
 * whose reasoning the upstream cannot read, or of whose kept items it refuses one, is sent once more without them, at once;
 * for all else a policy decides. Used on the call's event loop only.
 */
public final class RetryState {

    private final RetryPolicy policy;
    private final Consumer<String> leftOut;
    private CodexRequest request;
    private int repeated;

    /**
     * Creates the attempts of a call that has not been tried.
     *
     * @param leftOut is told what of earlier turns is left out
     */
    RetryState(CodexRequest request, RetryPolicy policy, Consumer<String> leftOut) {
        this.request = request;
        this.policy = policy;
        this.leftOut = leftOut;
    }

    /** Returns what the next attempt sends. */
    public CodexRequest request() {
        return request;
    }

    /** Returns how long to wait before the next attempt; empty when there is to be none. */
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
