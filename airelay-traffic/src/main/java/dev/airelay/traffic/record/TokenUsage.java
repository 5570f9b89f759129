package dev.airelay.traffic.record;

/**
 * The token usage of a response.
 *
 * @param input tokens read
 * @param cached input tokens from the upstream's cache
 * @param output tokens generated
 * @param reasoning output tokens that were reasoning
 * @param total as counted by the upstream
 */
public record TokenUsage(long input, long cached, long output, long reasoning, long total) {}
