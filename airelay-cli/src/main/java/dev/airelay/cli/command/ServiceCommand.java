package dev.airelay.cli.command;

import dev.airelay.base.FileFailures;
import dev.airelay.base.PrivateFiles;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.NextSteps;
import dev.airelay.cli.relay.RelayApi;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.system.ServiceUnit;
import dev.airelay.cli.text.Json;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Holds the commands that have the relay run in the background from each login on. */
@Command(
        name = "service",
        synopsisSubcommandLabel = "COMMAND",
        description = "Run the relay in the background, from each login on.",
        footer = {"airelay service install", "airelay service status"})
final class ServiceCommand extends CommandGroup {

    private ServiceCommand(CommandContext context) {
        super(context);
    }

    /** Makes the command with its subcommands. */
    static CommandLine with(CommandContext context) {
        return new CommandLine(new ServiceCommand(context))
                .addSubcommand(new Install(context))
                .addSubcommand(new Uninstall(context))
                .addSubcommand(new Status(context));
    }

    private static ServiceUnit unit(CommandContext context, RelayConfig config) {
        ConfigSources sources = context.sources();
        String configHome = sources.environment().getOrDefault("XDG_CONFIG_HOME", "");
        List<String> command = new ArrayList<>(context.program());
        command.add("serve");
        command.add("--quiet");
        command.addAll(context.shared().asWords(context::absolute));
        return ServiceUnit.of(
                ServiceUnit.Manager.of(context.operatingSystem()),
                command,
                sources.home(),
                configHome.startsWith("/")
                        ? Path.of(configHome)
                        : sources.home().resolve(".config"),
                config.get(ConfigKeys.SHUTDOWN).toSeconds());
    }

    /** Runs a command of the platform with its output on the terminal; returns its code. */
    private static int run(CommandContext context, List<String> command) throws InterruptedException {
        context.flush();
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException missing) {
            throw new CommandFailure(
                    ExitStatus.UNAVAILABLE,
                    command.get(0) + " cannot be started: " + FileFailures.words(missing)
                            + ". Is this a system with another service manager? 'service install --print' shows the"
                            + " description.",
                    missing);
        }
    }

    /** Writes the description and starts the service. */
    @Command(
            name = "install",
            description =
                    "Install a service that runs 'serve' now and from each login on, with the options given here.",
            footer = {"airelay service install", "airelay service install --print"})
    static final class Install implements Callable<Integer> {
        private final CommandContext context;

        @Option(names = "--print", description = "Print the description and change nothing.")
        private boolean print;

        Install(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            RelayState state = context.quietState(context.sources());
            ServiceUnit unit = unit(context, state.config());
            if (print) {
                unit.text().lines().forEach(context::line);
                return ExitStatus.OK.code();
            }
            if (state.tokenMissing()) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "There is no relay token, so the service could not start. Run: "
                                + new NextSteps(context, state).init(),
                        null);
            }
            write(unit);
            for (List<String> command : unit.install()) {
                int code = run(context, command);
                if (code != 0) {
                    throw new CommandFailure(
                            ExitStatus.FAILURE,
                            "'" + String.join(" ", command) + "' ended with code " + code + ". " + unit.file()
                                    + " was written, but the service may not run. To take it back, run: "
                                    + context.commandLine("service uninstall"),
                            null);
                }
            }
            context.say("The relay runs as a " + unit.manager().title() + " now, and from each login on.");
            context.line(unit.file().toString());
            return ExitStatus.OK.code();
        }

        private static void write(ServiceUnit unit) {
            try {
                PrivateFiles.replace(unit.file(), unit.text().getBytes(StandardCharsets.UTF_8));
            } catch (IOException failed) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, "Cannot write " + unit.file() + ": " + FileFailures.words(failed), failed);
            }
        }
    }

    /** Stops the service and deletes its description. */
    @Command(
            name = "uninstall",
            description = "Stop the service and remove it. Settings, token, session and data stay.",
            footer = {"airelay service uninstall"})
    static final class Uninstall implements Callable<Integer> {
        private final CommandContext context;

        Uninstall(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            ServiceUnit unit =
                    unit(context, context.quietState(context.sources()).config());
            if (!Files.exists(unit.file())) {
                context.say("The service is not installed.");
                return ExitStatus.OK.code();
            }
            for (List<String> command : unit.uninstall()) {
                int code = run(context, command);
                if (code != 0) {
                    context.warn("'" + String.join(" ", command) + "' ended with code " + code + ".");
                }
            }
            try {
                Files.deleteIfExists(unit.file());
            } catch (IOException failed) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, "Cannot delete " + unit.file() + ": " + FileFailures.words(failed), failed);
            }
            context.say("The service was removed.");
            return ExitStatus.OK.code();
        }
    }

    /** Shows how the service is. */
    @Command(
            name = "status",
            description = "Show whether the service is installed and running.",
            footer = {"airelay service status", "airelay service status --json"})
    static final class Status implements Callable<Integer> {
        private final CommandContext context;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        Status(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            RelayState state = context.quietState(context.sources());
            ServiceUnit unit = unit(context, state.config());
            boolean installed = Files.exists(unit.file());
            boolean running = RelayApi.find(state).isPresent();
            if (json) {
                context.print(Json.object()
                        .put("installed", installed)
                        .put("manager", unit.manager().title())
                        .put("file", unit.file().toString())
                        .put("relay_running", running));
                return ExitStatus.OK.code();
            }
            context.say(
                    installed
                            ? "Installed as a " + unit.manager().title() + ": " + unit.file()
                            : "Not installed. To install it, run: " + context.commandLine("service install"));
            context.say("A relay with these settings is " + (running ? "running." : "not running."));
            if (installed) {
                run(context, unit.show());
            }
            return ExitStatus.OK.code();
        }
    }
}
