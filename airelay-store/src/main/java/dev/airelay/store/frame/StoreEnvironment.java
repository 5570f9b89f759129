package dev.airelay.store.frame;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The clocks, the randomness and the listener that the caller provides.
 *
 * @param clock the clock for times of creation
 * @param expiryClock the clock for expiry; it may be slower to trust a clock that leaps ahead, because deletion is final
 * @param randomNames unique names of 16 to 64 characters of {@code a-z0-9}; safe for concurrent use
 * @param damage receives files that are not as the store wrote them
 */
public record StoreEnvironment(
        InstantSource clock, InstantSource expiryClock, Supplier<String> randomNames, DamageListener damage) {

    /** Uses the same clock for creation and expiry. */
    public StoreEnvironment(InstantSource clock, Supplier<String> randomNames, DamageListener damage) {
        this(clock, clock, randomNames, damage);
    }
}
