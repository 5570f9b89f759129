package dev.airelay.store.response;

import dev.airelay.store.frame.Limits;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.time.Duration;

/**
 * The limits of stored responses: their number, size and age. Beyond a limit, the oldest are deleted.
 *
 * @param maxResponses number of finished responses
 * @param maxTotalBytes all finished responses and their events together
 * @param maxResponseBytes one response with its items; also all events of one response
 * @param maxRunning responses in progress at a time
 * @param timeToLive how long a finished response is stored
 */
public record ResponseLimits(
        int maxResponses, long maxTotalBytes, int maxResponseBytes, int maxRunning, Duration timeToLive) {
    /** Checks that every limit is positive. */
    public ResponseLimits {
        Limits.positive("maxResponses", maxResponses);
        Limits.positive("maxTotalBytes", maxTotalBytes);
        Limits.positive("maxResponseBytes", maxResponseBytes);
        Limits.positive("maxRunning", maxRunning);
        Limits.positive("timeToLive", timeToLive);
    }

    /** 10 000 responses, 1 GiB together, 64 MiB each, 256 running, 30 days. */
    public static ResponseLimits defaults() {
        return new ResponseLimits(10_000, 1L << 30, 64 << 20, 256, Duration.ofDays(30));
    }

    void requireFits(StoredResponse response) {
        if (response.bytes() > maxResponseBytes) {
            throw new StoreException(
                    StoreFailure.TOO_LARGE,
                    "a stored response can have at most " + maxResponseBytes
                            + " bytes including its items, and this one has " + response.bytes());
        }
    }
}
