package dev.airelay.cli.command;

import dev.airelay.cli.connect.Client;
import dev.airelay.cli.connect.Connection;
import dev.airelay.cli.connect.Connection.FileException;
import dev.airelay.cli.connect.FileChange;
import dev.airelay.cli.connect.FileSettings;
import dev.airelay.cli.connect.LineDiff;
import dev.airelay.cli.connect.Target;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.ShellText;
import dev.airelay.cli.text.TextStyle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Clients, the changes to their files and what to enter by hand, for people and for programs. Never shows the relay token. */
final class ConnectReport {
    private static final String TOKEN = "<relay token>";

    private final CommandContext context;
    private final Target target;

    private final String urlOption;

    /**
     * Reports about clients of this relay.
     *
     * @param url the address that the user gave, which hints repeat; null if the settings have it
     */
    ConnectReport(CommandContext context, Target target, @Nullable String url) {
        this.context = context;
        this.target = target;
        this.urlOption = url == null ? "" : " --url " + ShellText.word(url);
    }

    /** The command line that does more for a client. */
    String hint(Client client, String option) {
        return context.commandLine("connect " + client.id() + option + urlOption);
    }

    Target target() {
        return target;
    }

    /** The files of a client, with a text in place of the relay token. */
    List<FileSettings> filesToShow(Client client) {
        return client.files(target, TOKEN);
    }

    static String shown(CommandContext context, Path file) {
        Path home = context.machine().home();
        return file.startsWith(home) ? "~/" + home.relativize(file) : file.toString();
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private Optional<Path> installed(Client client) {
        return client.programs().stream()
                .flatMap(program -> context.program(program).stream())
                .findFirst()
                .or(() -> client.traces(context.machine()).stream()
                        .filter(Files::exists)
                        .findFirst());
    }

    private static String state(Connection.State state) {
        return switch (state) {
            case CONNECTED -> "connected";
            case DIFFERENT -> "other address";
            case NOT_CONNECTED -> "not connected";
        };
    }

    /** The state of a client's files; a file that cannot be read is a state too. */
    private String state(Client client) {
        List<FileSettings> files = filesToShow(client);
        if (files.isEmpty()) {
            return "set up by hand";
        }
        try {
            Connection.State state = Connection.state(target, files);
            return state == Connection.State.CONNECTED
                            && !obstacles(client, files).isEmpty()
                    ? "connected, but overridden"
                    : state(state);
        } catch (FileException unreadable) {
            return "unreadable file " + shown(context, unreadable.file());
        }
    }

    void printList(List<Client> clients) {
        Page page = context.page().title("Clients of AIRelay at " + target.baseUrl());
        printGroup(
                page,
                "Installed",
                clients.stream().filter(client -> installed(client).isPresent()).toList());
        printGroup(
                page,
                "Not Found Here",
                clients.stream().filter(client -> installed(client).isEmpty()).toList());
        String write = context.commandLine("connect CLIENT --write");
        int column = write.length() + 3;
        page.section("Next")
                .choice(context.commandLine("connect CLIENT"), column, "shows what to enter")
                .choice(write, column, "enters it, if the client has a file for it")
                .choice(context.commandLine("run -- COMMAND"), column, "starts any program with the variables set");
    }

    private void printGroup(Page page, String name, List<Client> clients) {
        if (clients.isEmpty()) {
            return;
        }
        page.section(name);
        for (Client client : clients) {
            String state = state(client);
            page.field(client.id(), state, state.equals("connected") ? TextStyle.GOOD : TextStyle.PLAIN);
        }
    }

    ObjectNode list(List<Client> clients) {
        ObjectNode document = Json.object().put("base_url", target.baseUrl().toString());
        ArrayNode list = document.putArray("clients");
        for (Client client : clients) {
            ObjectNode entry = list.addObject()
                    .put("id", client.id())
                    .put("name", client.name())
                    .put("installed", installed(client).isPresent())
                    .put("state", state(client));
            ArrayNode files = entry.putArray("files");
            filesToShow(client).forEach(file -> files.add(file.file().toString()));
        }
        return document;
    }

    void printSteps(Client client, List<FileChange> changes) {
        Page page = context.page().title(client.name());
        client.manual(target).forEach(line -> page.line(context.asCalled(line)));
        printChanges(changes);
        List<FileSettings> files = filesToShow(client);
        if (!files.isEmpty() && changes.stream().allMatch(FileChange::none)) {
            page.line("Already connected to " + target.baseUrl() + ".");
        } else if (!files.isEmpty()) {
            page.line("To enter this: " + hint(client, " --write"));
        }
        printEnvironment(client);
        page.line("More: docs/clients/" + client.id() + ".md");
    }

    private void printEnvironment(Client client) {
        if (client.environment(target, TOKEN).isEmpty()) {
            return;
        }
        context.line("Environment:");
        client.environment(target, TOKEN).forEach((name, value) -> context.line("  " + name + "=" + value));
        if (!client.programs().isEmpty()) {
            context.say("Started with these: " + hint(client, " --launch"));
        }
    }

    void addSteps(ObjectNode document, Client client, List<FileChange> changes) {
        document.put("id", client.id())
                .put("name", client.name())
                .put("installed", installed(client).isPresent())
                .put("state", state(client))
                .put("base_url", target.baseUrl().toString());
        ArrayNode files = document.putArray("files");
        for (FileChange change : changes) {
            ArrayNode lines = files.addObject()
                    .put("path", change.file().path().toString())
                    .putArray("difference");
            change.lines().forEach(line -> lines.add((line.added() ? "+ " : "- ") + line.text()));
        }
        ObjectNode environment = document.putObject("environment");
        client.environment(target, TOKEN).forEach(environment::put);
        ArrayNode manual = document.putArray("steps");
        client.manual(target).forEach(line -> manual.add(context.asCalled(line)));
    }

    /** Prints the difference of each file that changes. */
    void printChanges(List<FileChange> changes) {
        Page page = context.page();
        for (FileChange change : changes) {
            if (change.none()) {
                continue;
            }
            page.line(shown(context, change.file().path())).line("");
            for (LineDiff.Line line : change.lines()) {
                page.copied(
                        ("  " + (line.added() ? "+ " : "- ") + line.text()).stripTrailing(),
                        line.added() ? TextStyle.GOOD : TextStyle.BAD);
            }
            if (change.after().isEmpty()) {
                page.line("  (the file is deleted: it did not exist before)");
            }
            change.notes().forEach(note -> page.line("  " + note));
            page.line("");
        }
    }

    void printWritten(Client client, List<FileSettings> files, List<FileChange> changes) {
        if (changes.stream().allMatch(FileChange::none)) {
            context.say("Nothing to change: " + client.name() + " is already connected to " + target.baseUrl() + ".");
            return;
        }
        context.say("Written. To take it back: " + context.commandLine("connect " + client.id() + " --restore"));
        for (FileSettings settings : files) {
            if (settings.holdsToken()) {
                context.say(shown(context, settings.file()) + " now contains the relay token: " + client.name()
                        + " has no other way to find it. Write again after '"
                        + context.commandLine("token rotate") + "'.");
            }
        }
        if (!client.environment(target, TOKEN).isEmpty()) {
            printEnvironment(client);
        }
    }

    void printObstacles(Client client, List<FileSettings> files) throws FileException {
        obstacles(client, files).forEach(context::warn);
    }

    List<String> obstacles(Client client, List<FileSettings> files) throws FileException {
        return files.isEmpty() ? List.of() : client.obstacles(target, Connection.values(files.get(0)));
    }
}
