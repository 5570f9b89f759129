package dev.airelay.store;

import java.time.Duration;

/** How much a shelf holds and how long. */
record ShelfLimits(long maxEntries, long maxBytes, Duration timeToLive) {}
