package dev.airelay.cli;

import dev.airelay.config.ConfigSources;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Everything a run takes from the process it lives in.
 *
 * @param sources environment, home and working directory; the flags are empty
 * @param terminal where output goes
 * @param random makes tokens; must be cryptographically strong
 * @param nanoTime a clock like {@link System#nanoTime()}
 * @param exitHooks takes work to be done when the process is told to stop
 */
record Surroundings(
        ConfigSources sources,
        Terminal terminal,
        RandomGenerator random,
        LongSupplier nanoTime,
        Consumer<Runnable> exitHooks) {}
