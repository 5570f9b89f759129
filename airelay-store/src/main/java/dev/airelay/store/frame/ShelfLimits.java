package dev.airelay.store.frame;

import java.time.Duration;

/** The limits of a shelf. */
public record ShelfLimits(long maxEntries, long maxBytes, Duration timeToLive) {}
