package dev.airelay.backend.connect;

import dev.airelay.transforms.failure.UpstreamFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The upstream did not send a complete response. The message is for the client and contains no secrets. */
public final class UpstreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient UpstreamFailure failure;
    private final transient @Nullable UpstreamHead head;

    /**
     * Creates a failure, also for other sources of upstream responses.
     *
     * @param failure the failure for the client
     * @param head the response's head; null when no response came
     */
    public UpstreamException(UpstreamFailure failure, @Nullable UpstreamHead head) {
        super(failure.error().message(), null, false, false);
        this.failure = failure;
        this.head = head;
    }

    /** Creates the failure of a turn that the upstream itself reported in its stream. */
    public UpstreamException(UpstreamFailure failure) {
        this(failure, null);
    }

    /** Returns the failure for the client. */
    public UpstreamFailure failure() {
        return failure;
    }

    /** Returns the response's head, from which limits can be read; empty when no response came. */
    public Optional<UpstreamHead> head() {
        return Optional.ofNullable(head);
    }
}
