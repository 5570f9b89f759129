package dev.airelay.cli.context;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.Terminal;
import dev.airelay.config.ConfigSources;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Everything a run takes from the process it lives in.
 *
 * @param sources environment, home and working directory; the flags are empty
 * @param terminal where output goes
 * @param input the lines that the person types
 * @param operatingSystem as the property {@code os.name} says
 * @param callbackPorts where a browser login is sent back to
 * @param random makes tokens; must be cryptographically strong
 * @param nanoTime a clock like {@link System#nanoTime()}
 * @param clock the current time and the time zone of the person
 * @param exitHooks takes work for when the process receives a signal to stop
 * @param stopSignals takes work for a second signal
 * @param childSignals leaves Ctrl-C to a child process from now on, and takes work to be done on SIGTERM
 * @param emergencyExit prepares what ends the process at once, after work that may be done in a moment
 */
public record ProcessEnvironment(
        ConfigSources sources,
        Terminal terminal,
        InputLines input,
        String operatingSystem,
        LoopbackPorts callbackPorts,
        RandomGenerator random,
        LongSupplier nanoTime,
        Clock clock,
        Consumer<Runnable> exitHooks,
        Consumer<Runnable> stopSignals,
        Consumer<Runnable> childSignals,
        Function<Runnable, Consumer<String>> emergencyExit) {
    /** The variable with the name by which the program was called; without it, the name is airelay. */
    public static final String CALLED_AS = "AIRELAY_CALLED_AS";
}
