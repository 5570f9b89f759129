package dev.airelay.store.frame;

import java.time.Duration;

/** How much a shelf holds and how long. */
public record ShelfLimits(long maxEntries, long maxBytes, Duration timeToLive) {}
