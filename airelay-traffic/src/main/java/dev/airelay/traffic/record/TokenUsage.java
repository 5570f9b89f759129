package dev.airelay.traffic.record;

/**
 * The cost of an answer in tokens.
 *
 * @param input tokens read
 * @param cached those of the input that came from the upstream's cache
 * @param output tokens written
 * @param reasoning those of the output that were reasoning
 * @param total as the upstream counts
 */
public record TokenUsage(long input, long cached, long output, long reasoning, long total) {}
