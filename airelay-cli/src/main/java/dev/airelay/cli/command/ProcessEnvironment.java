package dev.airelay.cli.command;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.Terminal;
import dev.airelay.config.ConfigSources;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Everything a run takes from the process it lives in.
 *
 * @param sources environment, home and working directory; the flags are empty
 * @param terminal where output goes
 * @param input what the person types
 * @param operatingSystem as the property {@code os.name} says
 * @param callbackPorts where a browser login is sent back to
 * @param random makes tokens; must be cryptographically strong
 * @param nanoTime a clock like {@link System#nanoTime()}
 * @param exitHooks takes work to be done when the process is told to stop
 * @param stopSignals takes work to be done when it is told so again
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
        Consumer<Runnable> exitHooks,
        Consumer<Runnable> stopSignals,
        Consumer<Runnable> childSignals,
        Function<Runnable, Consumer<String>> emergencyExit) {}
