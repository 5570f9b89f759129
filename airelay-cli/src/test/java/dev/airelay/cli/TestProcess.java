package dev.airelay.cli;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.cli.command.CommandRun;
import dev.airelay.cli.command.CommandTree;
import dev.airelay.cli.context.HelpText;
import dev.airelay.cli.context.ProcessEnvironment;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.Terminal;
import dev.airelay.config.ConfigSources;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process around the command, made up for a test: own home, environment, terminal and exit hooks. */
final class TestProcess {
    final Map<String, String> environment = new HashMap<>();
    final List<Runnable> exitHooks = new CopyOnWriteArrayList<>();
    final List<Runnable> furtherSignals = new CopyOnWriteArrayList<>();
    final List<Runnable> childSignals = new CopyOnWriteArrayList<>();
    final List<String> emergencies = new CopyOnWriteArrayList<>();
    private final Path home;
    private final Random random = new Random(7);
    private boolean interactive;
    private boolean unicode = true;
    private Clock clock = Clock.systemUTC();
    private Reader typed = Reader.nullReader();
    private String operatingSystem = "Linux";
    private LoopbackPorts callbackPorts = LoopbackPorts.registered();

    TestProcess(Path home) {
        this.home = home;
    }

    TestProcess onTerminal() {
        interactive = true;
        return this;
    }

    TestProcess withoutUnicode() {
        unicode = false;
        return this;
    }

    TestProcess at(Clock time) {
        clock = time;
        return this;
    }

    TestProcess typing(Reader text) {
        typed = text;
        return this;
    }

    TestProcess on(String system) {
        operatingSystem = system;
        return this;
    }

    TestProcess calledBackOn(int port) {
        callbackPorts = new LoopbackPorts(port, port);
        return this;
    }

    TestProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path file(String relative) {
        return home.resolve(relative);
    }

    Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = run(new PrintWriter(out), new PrintWriter(err), args);
        return new Result(code, out.toString(), err.toString());
    }

    int run(PrintWriter out, PrintWriter err, String... args) {
        return CommandRun.run(process(out, err), args);
    }

    private ProcessEnvironment process(PrintWriter out, PrintWriter err) {
        return new ProcessEnvironment(
                ConfigSources.of(environment, Map.of(), home),
                new Terminal(out, err, interactive, unicode),
                new InputLines(() -> new BufferedReader(typed)),
                operatingSystem,
                callbackPorts,
                random,
                System::nanoTime,
                clock,
                exitHooks::add,
                furtherSignals::add,
                childSignals::add,
                orderly -> emergencies::add);
    }

    /** The visible commands by their whole names. */
    Map<String, CommandSpec> commands() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Map<String, CommandSpec> commands = new TreeMap<>();
        HelpText.visit("", CommandTree.of(process(nowhere, nowhere)), commands);
        return commands;
    }

    /** Runs the exit hooks, as the platform does when the process is asked to stop. */
    void stop() {
        exitHooks.forEach(Runnable::run);
    }

    record Result(int code, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }
}
