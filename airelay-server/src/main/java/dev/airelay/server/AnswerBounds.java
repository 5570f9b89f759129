package dev.airelay.server;

/**
 * How large an answer may be.
 *
 * @param maxBytes what one upstream answer may take, counted as {@link dev.airelay.transforms.ObjectEncoder#heldBytes} does
 * @param memory what all answers in work may take, together with everything else
 */
record AnswerBounds(long maxBytes, MemoryBudget memory) {}
