package dev.airelay.traffic.record;

import org.jspecify.annotations.Nullable;

/**
 * The facts that a model's response states about itself; null where it states none.
 *
 * @param id of the response
 * @param object its kind on the wire
 * @param model that wrote it
 * @param usage its token usage
 */
public record ModelAnswer(
        @Nullable String id,
        @Nullable String object,
        @Nullable String model,
        @Nullable TokenUsage usage) {}
