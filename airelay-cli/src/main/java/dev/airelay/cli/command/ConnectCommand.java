package dev.airelay.cli.command;

import dev.airelay.base.FileFailures;
import dev.airelay.cli.connect.Client;
import dev.airelay.cli.connect.Client.Dialect;
import dev.airelay.cli.connect.Clients;
import dev.airelay.cli.connect.Connection;
import dev.airelay.cli.connect.Connection.FileException;
import dev.airelay.cli.connect.FileChange;
import dev.airelay.cli.connect.FileSettings;
import dev.airelay.cli.connect.Journal;
import dev.airelay.cli.connect.RelayCall;
import dev.airelay.cli.connect.Target;
import dev.airelay.cli.context.ChildProcess;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.RelayTarget;
import dev.airelay.cli.text.Json;
import dev.airelay.config.NearestName;
import dev.airelay.server.ExitStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Points a client at the relay, and back. */
@Command(
        name = "connect",
        description = {
            "Connect a program to AIRelay. Without --write it only shows what to enter.",
            "Without a client it lists the clients, which of them are installed, and which are connected."
        },
        footer = {"airelay connect", "airelay connect codex --write --launch", "airelay connect opencode --restore"})
final class ConnectCommand implements Callable<Integer> {
    /** Stands for a model where only the address matters. */
    private static final String ANY_MODEL = "MODEL";

    private final CommandContext context;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CLIENT",
            completionCandidates = ClientIds.class,
            description = "The program, such as codex.")
    private @Nullable String clientName;

    @Parameters(
            index = "1..*",
            paramLabel = "ARGUMENT",
            description = "With --launch: arguments of the program, after --.")
    private @Nullable List<String> arguments;

    @Option(names = "--write", description = "Change the program's files. The old values are noted for --restore.")
    private boolean write;

    @Option(names = "--restore", description = "Take back what --write has changed.")
    private boolean restore;

    @Option(
            names = "--check",
            description = "Have a model answer one short request like the program's, which counts against your plan.")
    private boolean check;

    @Option(names = "--launch", description = "Start the program.")
    private boolean launch;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "The model to use (default: the program's own, or the relay's first).")
    private @Nullable String model;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the relay (default: the running relay's, else the one in the settings).")
    private @Nullable String url;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The clients that shells complete. */
    static final class ClientIds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Clients.all().stream().map(Client::id).iterator();
        }
    }

    ConnectCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireSensible();
        try {
            return clientName == null ? list() : connect(client(clientName));
        } catch (FileException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    ConnectReport.shown(context, failed.file()) + ": "
                            + (failed.getCause() instanceof IOException unreadable
                                    ? FileFailures.words(unreadable)
                                    : failed.getMessage())
                            + ". Nothing was changed in it.",
                    failed);
        }
    }

    private void requireSensible() {
        if (write && restore) {
            throw usage("--write and --restore exclude each other. Leave out one of them.");
        }
        if (restore && (check || launch)) {
            throw usage("--restore stands alone. Leave out --check and --launch.");
        }
        if (clientName == null && (write || restore || check || launch || model != null)) {
            throw usage("Name the client, such as: " + context.commandLine("connect codex --write"));
        }
        if (arguments != null && !launch) {
            throw usage("Unexpected argument '" + arguments.get(0) + "'. Only --launch takes arguments, after --.");
        }
        if (model != null && model.isBlank()) {
            throw usage("--model must not be empty. To list the models, run: " + context.commandLine("models"));
        }
        if (json && launch) {
            throw usage("--json and --launch exclude each other: the output is the program's.");
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitStatus.USAGE, message, null);
    }

    private Client client(String name) {
        return Clients.find(name).orElseThrow(() -> {
            List<String> known = Clients.all().stream().map(Client::id).toList();
            return usage("Unknown client '" + name + "'."
                    + NearestName.of(name, known)
                            .map(near -> " Did you mean " + near + "?")
                            .orElse("")
                    + " The clients are " + String.join(", ", known) + ". For any other program, run: "
                    + context.commandLine("run -- COMMAND"));
        });
    }

    private Journal journal() {
        return new Journal(context.machine().home().resolve(".airelay").resolve("connect"));
    }

    private int list() throws FileException {
        RelayTarget relay = new RelayTarget(context, url);
        Target target = relay.target(List.of(ANY_MODEL), null);
        ConnectReport report = new ConnectReport(context, target, url);
        if (json) {
            context.print(report.list(Clients.all()));
        } else {
            report.printList(Clients.all());
        }
        return ExitStatus.OK.code();
    }

    private int connect(Client client) throws FileException, InterruptedException {
        Connection connection = new Connection(client, journal());
        if (restore) {
            return restore(client, connection);
        }
        RelayTarget relay = new RelayTarget(context, url);
        List<String> models = client.needsModels() && model == null && !onlyUsesFiles() ? relay.models() : List.of();
        Target target = relay.target(onlyUsesFiles() && model == null ? List.of(ANY_MODEL) : models, model);
        ConnectReport report = new ConnectReport(context, target, url);
        ObjectNode document = Json.object();
        if (write) {
            write(client, connection, report, relay, document);
        } else if (!check && !launch) {
            show(client, connection, report, document);
        }
        if (check) {
            check(client, report, relay, document);
        }
        if (json) {
            context.print(document);
        }
        return launch ? launch(client, target, relay) : ExitStatus.OK.code();
    }

    /** Whether the files are only looked at, so that no list of models is needed. */
    private boolean onlyUsesFiles() {
        return !write && (check || launch);
    }

    private void show(Client client, Connection connection, ConnectReport report, ObjectNode document)
            throws FileException {
        List<FileChange> changes = connection.plan(report.filesToShow(client));
        report.addSteps(document, client, changes);
        if (!json) {
            report.printSteps(client, changes);
        }
    }

    private void write(
            Client client, Connection connection, ConnectReport report, RelayTarget relay, ObjectNode document)
            throws FileException {
        relay.requireLastingAddress();
        List<FileSettings> files = client.files(report.target(), relay.token());
        if (files.isEmpty()) {
            throw usage(
                    client.name() + " has no file that AIRelay can change. What to enter: " + report.hint(client, ""));
        }
        List<FileChange> changes = connection.plan(files);
        if (!json) {
            report.printChanges(changes);
        }
        connection.write(files, changes);
        if (json) {
            // The token is not in the output of programs.
            report.addSteps(document, client, connection.plan(report.filesToShow(client)));
            document.put("written", !changes.stream().allMatch(FileChange::none));
        } else {
            report.printWritten(client, files, changes);
        }
        report.printObstacles(client, files);
    }

    private int restore(Client client, Connection connection) throws FileException {
        List<FileChange> changes = connection.planRestore();
        ConnectReport report =
                new ConnectReport(context, new RelayTarget(context, url).target(List.of(ANY_MODEL), null), url);
        if (changes.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "There is nothing to restore: AIRelay has not written any file of " + client.name() + ".",
                    null);
        }
        if (!json) {
            report.printChanges(changes);
        }
        connection.restore(changes);
        if (json) {
            ObjectNode document = Json.object().put("id", client.id()).put("restored", true);
            ArrayNode paths = document.putArray("files");
            changes.forEach(change -> paths.add(change.file().path().toString()));
            context.print(document);
        } else {
            context.say("Restored. " + client.name() + " no longer uses AIRelay.");
        }
        return ExitStatus.OK.code();
    }

    private void check(Client client, ConnectReport report, RelayTarget relay, ObjectNode document)
            throws FileException {
        List<FileSettings> files = report.filesToShow(client);
        if (!files.isEmpty() && Connection.state(report.target(), files) != Connection.State.CONNECTED) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    client.name() + " is not connected to " + relay.baseUrl() + ". Run: "
                            + report.hint(client, " --write"),
                    null);
        }
        List<String> obstacles = report.obstacles(client, files);
        if (!obstacles.isEmpty()) {
            throw new CommandFailure(ExitStatus.FAILURE, String.join("\n", obstacles), null);
        }
        String used = model == null ? relay.models().get(0) : model;
        long start = context.nanoTime();
        try {
            if (!call(client, report, relay).answers(client.dialect(), used)) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, "The answer of " + used + " ended before it was complete.", null);
            }
        } catch (IOException failed) {
            throw relay.unreachable(failed, "");
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(context.nanoTime() - start);
        document.put("id", client.id()).putObject("check").put("model", used).put("duration_ms", millis);
        if (json) {
            return;
        }
        context.say("Checked: " + used + " answered a request like those of " + client.name() + " in "
                + ConnectReport.seconds(millis) + ".");
    }

    private RelayCall call(Client client, ConnectReport report, RelayTarget relay) {
        if (client.dialect() != Dialect.OLLAMA) {
            return relay.call(relay.baseUrl());
        }
        return relay.call(report.target()
                .ollamaUrl()
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.FAILURE,
                        "The listener for Ollama's clients is off. Set ollama.listen = true.",
                        null)));
    }

    private int launch(Client client, Target target, RelayTarget relay) throws InterruptedException {
        if (client.programs().isEmpty()) {
            throw usage(client.name() + " cannot be started from here. Leave out --launch.");
        }
        List<String> command = new ArrayList<>(List.of(client.programs().get(0)));
        for (String program : client.programs()) {
            if (context.program(program).isPresent()) {
                command.set(0, program);
                break;
            }
        }
        if (arguments != null) {
            command.addAll(arguments);
        }
        return new ChildProcess(context).run(command, client.environment(target, relay.token()), List.of());
    }
}
