package dev.airelay.cli.context;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.base.TerminalText;
import dev.airelay.cli.connect.Programs;
import dev.airelay.cli.connect.Target;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.RequestLine;
import dev.airelay.cli.text.ShellText;
import dev.airelay.cli.text.Terminal;
import dev.airelay.cli.text.TerminalWriter;
import dev.airelay.cli.text.TimeText;
import dev.airelay.cli.text.WrappedText;
import dev.airelay.config.ConfigSources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.node.ObjectNode;

/** The process around a command and the options shared by all commands. */
public final class CommandContext {
    private static final String PREFIX = "airelay: ";
    /** A command line in a sentence; the product itself is spelled AIRelay. */
    private static final Pattern COMMAND_LINE = Pattern.compile("(?<![\\w./-])airelay (?=[a-z-])");

    private final ProcessEnvironment process;
    private final SharedOptions shared;

    public CommandContext(ProcessEnvironment process, SharedOptions shared) {
        this.process = process;
        this.shared = shared;
    }

    public ConfigSources sources() {
        return sources(Map.of());
    }

    /**
     * Where the settings come from.
     *
     * @param ownFlags the command's own options, by the name of the setting
     */
    public ConfigSources sources(Map<String, String> ownFlags) {
        Map<String, String> flags = new HashMap<>(shared.flags());
        flags.putAll(ownFlags);
        ConfigSources own = process.sources();
        return new ConfigSources(own.environment(), flags, own.home(), own.workingDirectory());
    }

    /** The settings and what lies in the files they name; without their warnings. */
    public RelayState quietState(ConfigSources sources) {
        return RelayState.load(sources, process.nanoTime());
    }

    /** The settings and what lies in the files they name. */
    public RelayState state(ConfigSources sources) {
        RelayState state = quietState(sources);
        state.warnings().forEach(this::warn);
        return state;
    }

    /** A path that the user typed, seen from the working directory. */
    public Path absolute(Path typed) {
        return process.sources().workingDirectory().resolve(typed).toAbsolutePath();
    }

    /** The user's files and environment, as clients see them. */
    public Target.Machine machine() {
        ConfigSources sources = process.sources();
        return new Target.Machine(sources.home(), sources.environment(), process.operatingSystem());
    }

    /** The executable file of a program on the PATH. */
    public Optional<Path> program(String name) {
        ConfigSources sources = process.sources();
        return Programs.find(name, sources.environment(), sources.workingDirectory());
    }

    public InputLines input() {
        return process.input();
    }

    public String operatingSystem() {
        return process.operatingSystem();
    }

    public LoopbackPorts callbackPorts() {
        return process.callbackPorts();
    }

    public RandomGenerator random() {
        return process.random();
    }

    public Page page() {
        Terminal terminal = process.terminal();
        return new Page(terminal.out(), terminal.colored(process.sources().environment()), breadth());
    }

    /** Text for people beside the results. */
    public Page errorPage() {
        Terminal terminal = process.terminal();
        return new Page(terminal.err(), terminal.colored(process.sources().environment()), breadth());
    }

    /** Writes a command's result for programs; every document names the version of its form first. */
    public void print(ObjectNode document) {
        process.terminal().out().println(Json.versioned(document));
    }

    /** The width of the terminal in characters; a usual one where none is known. */
    public int width() {
        return Terminal.columns(process.sources().environment()).orElse(Terminal.USUAL_WIDTH);
    }

    /** Where text for a person is broken: the width of the terminal; nowhere in a pipe or a file. */
    public int breadth() {
        return interactive() ? width() : Integer.MAX_VALUE;
    }

    /** The form of the lines about requests: whole lines unless a person looks at them. */
    public RequestLine requestLines() {
        return new RequestLine(times(), width(), !interactive());
    }

    public SharedOptions shared() {
        return shared;
    }

    /** The writer of the program's own text, which may contain escape sequences. */
    public PrintWriter rawOut() {
        return process.terminal().out().raw();
    }

    public TerminalWriter err() {
        return process.terminal().err();
    }

    /** Writes one line of the program's own text, which may contain escape sequences. */
    public void rawLine(String text) {
        rawOut().println(text);
    }

    /** Writes the help of a command. */
    public void help(CommandSpec command) {
        HelpText.of(this, command).forEach(this::rawLine);
    }

    /** The text in bold where there is color; the program's own text only. */
    public String bold(String text) {
        boolean colored = process.terminal().colored(process.sources().environment());
        return colored ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /** Writes why a command cannot do its work. */
    public void error(String message) {
        complain(message);
    }

    public boolean interactive() {
        return process.terminal().interactive();
    }

    public boolean unicode() {
        return process.terminal().unicode();
    }

    public TimeText times() {
        return new TimeText(process.clock());
    }

    /** The monotonic clock, in nanoseconds. */
    public long nanoTime() {
        return process.nanoTime().getAsLong();
    }

    /** The current time and the person's time zone. */
    public Clock clock() {
        return process.clock();
    }

    /** Writes text with escape sequences of the program's own. */
    public void raw(String text) {
        process.terminal().out().raw().print(text);
        process.terminal().out().raw().flush();
    }

    /** Writes a sentence for a person, broken at the width of the terminal. */
    public void say(String text) {
        WrappedText.indented(asCalled(text), breadth()).forEach(this::line);
    }

    /** Writes one line of a command's result, to be read by programs or copied whole. */
    public void line(String text) {
        process.terminal().out().println(text);
    }

    /** Whether what the results are written to has been closed, as by {@code head}. */
    public boolean nobodyReads() {
        return process.terminal().out().checkError();
    }

    /** Writes a line that stops nothing. */
    public void warn(String message) {
        complain("warning: " + message);
    }

    private void complain(String message) {
        PrintWriter err = process.terminal().err();
        WrappedText.indented(PREFIX + asCalled(message), breadth()).forEach(err::println);
    }

    /** Reports the progress of a long command, beside its results. */
    public void note(String message) {
        PrintWriter err = process.terminal().err();
        WrappedText.indented(asCalled(message), breadth()).forEach(err::println);
        err.flush();
    }

    /** Makes what was written so far visible. */
    public void flush() {
        process.terminal().flush();
    }

    /** The name by which the program was called, as the launcher reports it. */
    public String commandName() {
        String called = process.sources().environment().getOrDefault(ProcessEnvironment.CALLED_AS, "");
        return called.isBlank() ? "airelay" : TerminalText.oneLine(ShellText.word(called));
    }

    /** A text of a library, whose command lines then name the program as it was called. */
    public String asCalled(String text) {
        String name = commandName();
        return name.equals("airelay")
                ? text
                : COMMAND_LINE.matcher(text).replaceAll(Matcher.quoteReplacement(name + " "));
    }

    /** The program with the arguments in front of a command, to be started by others: its first word is an absolute path. */
    public List<String> program() {
        String launcher = process.sources().environment().getOrDefault("AIRELAY_LAUNCHER", "");
        if (!launcher.isBlank()) {
            return List.of(launcher);
        }
        // Started without the launcher: by this Java, from the same jar.
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                absolute(Path.of(System.getProperty("java.class.path"))).toString());
    }

    /** The command line of a command that sees the same settings as this one. */
    public String commandLine(String command) {
        return commandName() + " " + command + shared.asTyped();
    }

    /** Sets the work for a second signal to stop, which arrives while the process stops. */
    public void onFurtherStopSignal(Runnable work) {
        process.stopSignals().accept(work);
    }

    /** Leaves Ctrl-C to a child process from now on. The work is done when this process is asked to stop. */
    public void leaveSignalsToChild(Runnable work) {
        process.childSignals().accept(work);
    }

    /** Prepares what ends the process when a relay can no longer serve; it takes the reason. */
    public Consumer<String> emergencyExit(Runnable orderly) {
        return process.emergencyExit().apply(orderly);
    }

    /** Resources that are released when the command ends or the process receives a signal to stop. */
    public OpenResources openResources() {
        OpenResources resources = new OpenResources();
        process.exitHooks().accept(resources::close);
        return resources;
    }
}
