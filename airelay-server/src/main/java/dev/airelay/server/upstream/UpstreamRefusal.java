package dev.airelay.server.upstream;

import dev.airelay.backend.UpstreamException;
import dev.airelay.server.http.FailureAnswer;
import dev.airelay.server.http.Response;
import dev.airelay.transforms.FailureTranslator;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Answers for something asked of the upstream that failed. */
public final class UpstreamRefusal {

    private UpstreamRefusal() {}

    /**
     * Returns the answer.
     *
     * @throws IllegalStateException when the failure is not the upstream's, which is our fault
     */
    public static Response answer(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof UpstreamException upstream) {
            return FailureAnswer.of(
                    FailureTranslator.ofAnyRequest(InstantSource.system()).translated(upstream.failure()));
        }
        throw new IllegalStateException("the upstream call failed in an unknown way", cause);
    }
}
