package dev.airelay.cli.command;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.cli.connect.Programs;
import dev.airelay.cli.connect.Target;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.Terminal;
import dev.airelay.config.ConfigSources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/** What a command works with: the process around it and the options shared by all commands. */
final class CommandContext {
    private final ProcessEnvironment surroundings;
    private final SharedOptions shared;

    CommandContext(ProcessEnvironment surroundings, SharedOptions shared) {
        this.surroundings = surroundings;
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
        ConfigSources process = surroundings.sources();
        return new ConfigSources(process.environment(), flags, process.home(), process.workingDirectory());
    }

    /** The settings and what lies in the files they name; without their warnings. */
    RelayState quietState(ConfigSources sources) {
        return RelayState.load(sources, surroundings.nanoTime());
    }

    /** The settings and what lies in the files they name. */
    RelayState state(ConfigSources sources) {
        RelayState state = quietState(sources);
        state.warnings().forEach(this::warn);
        return state;
    }

    /** A path that the user typed, seen from the working directory. */
    Path absolute(Path typed) {
        return surroundings.sources().workingDirectory().resolve(typed).toAbsolutePath();
    }

    /** The user's files and environment, as clients see them. */
    Target.Machine machine() {
        ConfigSources process = surroundings.sources();
        return new Target.Machine(process.home(), process.environment(), surroundings.operatingSystem());
    }

    /** The executable file of a program on the PATH. */
    Optional<Path> program(String name) {
        ConfigSources process = surroundings.sources();
        return Programs.find(name, process.environment(), process.workingDirectory());
    }

    /** A clock like {@link System#nanoTime()}. */
    long nanoTime() {
        return surroundings.nanoTime().getAsLong();
    }

    InputLines input() {
        return surroundings.input();
    }

    String operatingSystem() {
        return surroundings.operatingSystem();
    }

    LoopbackPorts callbackPorts() {
        return surroundings.callbackPorts();
    }

    RandomGenerator random() {
        return surroundings.random();
    }

    Page page() {
        Terminal terminal = surroundings.terminal();
        return new Page(terminal.out(), terminal.coloured(surroundings.sources().environment()));
    }

    void print(ObjectNode document) {
        surroundings.terminal().out().println(Json.text(document));
    }

    /** Writes one line of a command's result. */
    void line(String text) {
        surroundings.terminal().out().println(text);
    }

    /** Whether what the results are written to has been closed, as by {@code head}. */
    boolean nobodyReads() {
        return surroundings.terminal().out().checkError();
    }

    void warn(String message) {
        FailureReport.warn(surroundings.terminal().err(), message);
    }

    /** Tells how a long command goes, beside its results. */
    void note(String message) {
        PrintWriter err = surroundings.terminal().err();
        err.println(message);
        err.flush();
    }

    /** Makes what was written so far visible. */
    void flush() {
        surroundings.terminal().flush();
    }

    /** The command line of a command that sees the same settings as this one. */
    String commandLine(String command) {
        return "airelay " + command + shared.asTyped();
    }

    /** What is done when the process is told to stop once more while it stops. */
    void onFurtherStopSignal(Runnable work) {
        surroundings.stopSignals().accept(work);
    }

    /** Leaves Ctrl-C to a child process from now on. The work is done when this process is asked to stop. */
    void leaveSignalsToChild(Runnable work) {
        surroundings.childSignals().accept(work);
    }

    /** Prepares what ends the process when a relay can no longer serve; it takes the reason. */
    Consumer<String> emergencyExit(Runnable orderly) {
        return surroundings.emergencyExit().apply(orderly);
    }

    /** Resources that are released when the command ends or the process is told to stop. */
    OpenResources openResources() {
        OpenResources resources = new OpenResources();
        surroundings.exitHooks().accept(resources::close);
        return resources;
    }
}
