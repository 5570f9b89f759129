package dev.airelay.server.upstream;

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

    /** Returns what one response takes of the memory; to be released when the response is written. */
    public MemoryShare share() {
        return MemoryShare.ofAnswer(memory, maxBytes, patience);
    }
}
