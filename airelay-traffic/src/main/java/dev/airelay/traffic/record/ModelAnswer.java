package dev.airelay.traffic.record;

import org.jspecify.annotations.Nullable;

/**
 * The facts that a model's answer states about itself; null where it states nothing.
 *
 * @param id of the answer
 * @param object its kind on the wire
 * @param model that wrote it
 * @param usage its cost
 */
public record ModelAnswer(
        @Nullable String id,
        @Nullable String object,
        @Nullable String model,
        @Nullable TokenUsage usage) {}
