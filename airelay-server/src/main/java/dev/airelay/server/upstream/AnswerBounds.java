package dev.airelay.server.upstream;

import dev.airelay.backend.call.AnswerMeter;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.MemoryShare;
import java.time.Duration;

/**
 * How large a response may be.
 *
 * @param maxBytes what one upstream response may take, counted as {@link dev.airelay.transforms.spi.ObjectEncoder#heldBytes} does
 * @param memory what all responses in work may take, together with everything else
 * @param patience how long a response waits for memory that others take
 */
public record AnswerBounds(long maxBytes, MemoryBudget memory, Duration patience) {

    /**
     * Returns the meter of one response.
     *
     * @param share holds what the response takes. Stays the caller's, to be released when the response is written
     */
    public AnswerMeter meter(MemoryShare share) {
        return new AnswerMeter() {
            @Override
            public long maxBytes() {
                return maxBytes;
            }

            @Override
            public long largest() {
                return share.largest();
            }

            @Override
            public Duration patience() {
                return patience;
            }

            @Override
            public boolean hold(long bytes) {
                return share.hold(bytes);
            }
        };
    }
}
