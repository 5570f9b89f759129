package dev.airelay.traffic.record;

import org.jspecify.annotations.Nullable;

/**
 * What an answer of a model says of itself; null where it says nothing.
 *
 * @param id of the answer
 * @param object its kind on the wire
 * @param model that wrote it
 * @param usage what it cost
 */
public record ModelAnswer(
        @Nullable String id,
        @Nullable String object,
        @Nullable String model,
        @Nullable TokenUsage usage) {}
