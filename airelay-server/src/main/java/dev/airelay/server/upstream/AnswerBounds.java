package dev.airelay.server.upstream;

import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.MemoryShare;
import java.time.Duration;

/**
 * The limits of a response.
 *
 * @param maxBytes memory of one upstream response, counted as {@link
 *     dev.airelay.transforms.spi.ObjectEncoder#heldBytes} does
 * @param memory the budget that all responses share with everything else
 * @param patience how long a response waits for memory that others use
 */
public record AnswerBounds(long maxBytes, MemoryBudget memory, Duration patience) {

    /** Returns the memory share of one response; to be released when the response is written. */
    public MemoryShare share() {
        return MemoryShare.ofAnswer(memory, maxBytes, patience);
    }
}
