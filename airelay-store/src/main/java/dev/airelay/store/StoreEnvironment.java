package dev.airelay.store;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the store takes from the world.
 *
 * @param clock the time of creation, expiry and eviction
 * @param randomNames names that never repeat, 16 to 64 characters of {@code a-z0-9}; safe for concurrent use
 * @param damage told of files that are not as written
 */
public record StoreEnvironment(InstantSource clock, Supplier<String> randomNames, DamageListener damage) {}
