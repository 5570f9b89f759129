package dev.airelay.server.edge;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.util.Optional;

/** Whether the relay is about to stop: it finishes what it has begun and takes nothing new. Safe for concurrent use. */
public final class Drain {

    static final ApiError STOPPING = new ApiError(
            "AIRelay is stopping. Try again after it has restarted.", ApiError.SERVER_ERROR, null, "relay_stopping");
    static final int UNAVAILABLE = 503;

    private volatile boolean begun;

    /** What every connection is told of a stop, as a user event. */
    public enum Event {
        /** Close when nothing is in work; take nothing new. */
        BEGUN,
        /** End what is still in work. */
        TIME_IS_UP
    }

    /** Returns the failure that ends a response which was not done in time. */
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
