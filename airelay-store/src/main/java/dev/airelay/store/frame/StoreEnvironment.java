package dev.airelay.store.frame;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The clocks, the randomness and the listener that the store takes from its caller.
 *
 * @param clock the time of creation
 * @param expiryClock the time by which entries expire; may trust a clock that leaps ahead less, because what is deleted is
 *     gone
 * @param randomNames names that never repeat, 16 to 64 characters of {@code a-z0-9}; safe for concurrent use
 * @param damage receives files that are not as written
 */
public record StoreEnvironment(
        InstantSource clock, InstantSource expiryClock, Supplier<String> randomNames, DamageListener damage) {

    /** Entries expire by the clock that they are created by. */
    public StoreEnvironment(InstantSource clock, Supplier<String> randomNames, DamageListener damage) {
        this(clock, clock, randomNames, damage);
    }
}
