package dev.airelay.server.edge;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.util.Optional;

/** Whether the relay is stopping: it finishes the work in progress and accepts no new requests. Safe for concurrent use. */
public final class Drain {

    static final ApiError STOPPING = new ApiError(
            "AIRelay is stopping. Try again after it has restarted.", ApiError.SERVER_ERROR, null, "relay_stopping");
    static final int UNAVAILABLE = 503;

    private volatile boolean begun;

    /** The user events that notify every connection of a stop. */
    public enum Event {
        /** Close when no work is in progress; accept no new requests. */
        BEGUN,
        /** End the work that is still in progress. */
        TIME_IS_UP
    }

    /** Returns the failure that ends a response that was not finished in time. */
    public static UpstreamException stopping() {
        return new UpstreamException(
                new UpstreamFailure(UpstreamFailure.Kind.SERVER, UNAVAILABLE, STOPPING, Optional.empty()), null);
    }

    public void begin() {
        begun = true;
    }

    public boolean begun() {
        return begun;
    }
}
