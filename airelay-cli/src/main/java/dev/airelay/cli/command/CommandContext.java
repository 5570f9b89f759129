package dev.airelay.cli.command;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.Terminal;
import dev.airelay.config.ConfigSources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/** The process around a command and the options shared by all commands. */
final class CommandContext {
    private final ProcessEnvironment process;
    private final SharedOptions shared;

    CommandContext(ProcessEnvironment process, SharedOptions shared) {
        this.process = process;
        this.shared = shared;
    }

    ConfigSources sources() {
        return sources(Map.of());
    }

    /**
     * Where the settings come from.
     *
     * @param ownFlags the command's own options, by the name of the setting
     */
    ConfigSources sources(Map<String, String> ownFlags) {
        Map<String, String> flags = new HashMap<>(shared.flags());
        flags.putAll(ownFlags);
        ConfigSources own = process.sources();
        return new ConfigSources(own.environment(), flags, own.home(), own.workingDirectory());
    }

    /** The settings and what lies in the files they name; without their warnings. */
    RelayState quietState(ConfigSources sources) {
        return RelayState.load(sources, process.nanoTime());
    }

    /** The settings and what lies in the files they name. */
    RelayState state(ConfigSources sources) {
        RelayState state = quietState(sources);
        state.warnings().forEach(this::warn);
        return state;
    }

    /** A path that the user typed, seen from the working directory. */
    Path absolute(Path typed) {
        return process.sources().workingDirectory().resolve(typed).toAbsolutePath();
    }

    InputLines input() {
        return process.input();
    }

    String operatingSystem() {
        return process.operatingSystem();
    }

    LoopbackPorts callbackPorts() {
        return process.callbackPorts();
    }

    RandomGenerator random() {
        return process.random();
    }

    Page page() {
        Terminal terminal = process.terminal();
        return new Page(terminal.out(), terminal.coloured(process.sources().environment()));
    }

    void print(ObjectNode document) {
        process.terminal().out().println(Json.text(document));
    }

    /** Writes one line of a command's result. */
    void line(String text) {
        process.terminal().out().println(text);
    }

    /** Whether what the results are written to has been closed, as by {@code head}. */
    boolean nobodyReads() {
        return process.terminal().out().checkError();
    }

    void warn(String message) {
        FailureReport.warn(process.terminal().err(), message);
    }

    /** Reports the progress of a long command, beside its results. */
    void note(String message) {
        PrintWriter err = process.terminal().err();
        err.println(message);
        err.flush();
    }

    /** Makes what was written so far visible. */
    void flush() {
        process.terminal().flush();
    }

    /** The command line of a command that sees the same settings as this one. */
    String commandLine(String command) {
        return "airelay " + command + shared.asTyped();
    }

    /** Sets the work for a second signal to stop, which arrives while the process stops. */
    void onFurtherStopSignal(Runnable work) {
        process.stopSignals().accept(work);
    }

    /** Prepares what ends the process when a relay can no longer serve; it takes the reason. */
    Consumer<String> emergencyExit(Runnable orderly) {
        return process.emergencyExit().apply(orderly);
    }

    /** Resources that are released when the command ends or the process receives a signal to stop. */
    OpenResources openResources() {
        OpenResources resources = new OpenResources();
        process.exitHooks().accept(resources::close);
        return resources;
    }
}
