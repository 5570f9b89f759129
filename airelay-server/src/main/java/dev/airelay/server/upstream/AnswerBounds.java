package dev.airelay.server.upstream;

import dev.airelay.server.http.MemoryBudget;
import java.time.Duration;

/**
 * How large an answer may be.
 *
 * @param maxBytes what one upstream answer may take, counted as {@link dev.airelay.transforms.ObjectEncoder#heldBytes} does
 * @param memory what all answers in work may take, together with everything else
 * @param patience how long an answer waits for memory that others take
 */
public record AnswerBounds(long maxBytes, MemoryBudget memory, Duration patience) {}
