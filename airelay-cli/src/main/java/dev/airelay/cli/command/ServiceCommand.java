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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

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

    /** The service of this user, without a look at settings that may be invalid. */
    private static ServiceUnit unit(CommandContext context) {
        ConfigSources sources = context.sources();
        String configHome = sources.environment().getOrDefault("XDG_CONFIG_HOME", "");
        return ServiceUnit.of(
                ServiceUnit.Manager.of(context.operatingSystem()),
                sources.home(),
                configHome.startsWith("/")
                        ? Path.of(configHome)
                        : sources.home().resolve(".config"));
    }

    /**
     * Runs a command of the platform; returns its code.
     *
     * @param quiet whether its results are dropped, rather than shown; its errors never are
     */
    private static int run(CommandContext context, List<String> command, boolean quiet) throws InterruptedException {
        Path program = context.program(command.get(0)).orElseThrow(() -> unusable(command.get(0), "not found", null));
        List<String> line = new ArrayList<>(command);
        line.set(0, program.toString());
        context.flush();
        try {
            ProcessBuilder process = new ProcessBuilder(line).inheritIO();
            return (quiet ? process.redirectOutput(ProcessBuilder.Redirect.DISCARD) : process)
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw unusable(command.get(0), FileFailures.words(failed), failed);
        }
    }

    private static CommandFailure unusable(String program, String reason, @Nullable IOException cause) {
        return new CommandFailure(
                ExitStatus.UNAVAILABLE,
                program + " cannot be started: " + reason + ". Is this a system with another service manager? 'service"
                        + " install --print' shows the description.",
                cause);
    }

    private static ObjectNode document(ServiceUnit unit, boolean installed) {
        return Json.object()
                .put("installed", installed)
                .put("manager", unit.manager().title())
                .put("file", unit.file().toString());
    }

    private static String ended(ServiceUnit.Step step, int code) {
        return "'" + String.join(" ", step.command()) + "' ended with code " + code + ".";
    }

    /** Writes the description and starts the service. */
    @Command(
            name = "install",
            description = {
                "Install a service that runs 'serve' now and from each login on, with the options given here.",
                "Settings from the environment are written to its description, except on Windows; a secret is refused."
            },
            footer = {"airelay service install", "airelay service install --print"})
    static final class Install implements Callable<Integer> {
        private final CommandContext context;

        @Option(names = "--print", description = "Print the description and change nothing.")
        private boolean print;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        Install(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            RelayState state = context.quietState(context.sources());
            ServiceUnit unit = unit(context);
            ServiceUnit.Start start = start(unit, state);
            if (print) {
                if (json) {
                    context.print(document(unit, false).put("description", unit.description(start)));
                } else {
                    unit.description(start).lines().forEach(context::line);
                }
                return ExitStatus.OK.code();
            }
            if (state.tokenMissing()) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "There is no relay token, so the service could not start. Run: "
                                + new NextSteps(context, state).init(),
                        null);
            }
            write(unit.file(), unit.content(start));
            for (ServiceUnit.Step step : unit.install()) {
                int code = run(context, step.command(), json);
                if (code != 0 && !step.mayFail()) {
                    throw new CommandFailure(
                            ExitStatus.FAILURE,
                            ended(step, code) + " " + unit.file()
                                    + " was written, but the service may not run. To take it back, run: "
                                    + context.commandLine("service uninstall"),
                            null);
                }
            }
            if (json) {
                context.print(document(unit, true));
                return ExitStatus.OK.code();
            }
            context.say("The relay runs as a " + unit.manager().title() + " now, and from each login on.");
            context.line(unit.file().toString());
            return ExitStatus.OK.code();
        }

        private ServiceUnit.Start start(ServiceUnit unit, RelayState state) {
            List<String> command = new ArrayList<>(context.program());
            command.add("serve");
            command.add("--quiet");
            command.addAll(context.shared().asWords(context::absolute));
            ServiceEnvironment environment = ServiceEnvironment.of(context, state);
            refuseSecrets(environment.secrets(), state.config());
            if (unit.manager() == ServiceUnit.Manager.TASK_SCHEDULER
                    && !environment.variables().isEmpty()) {
                context.warn(
                        "A scheduled task has the variables of your Windows account, not those of this window. If they"
                                + " are only set here, put the settings into "
                                + state.config().configFile()
                                + " or set the variables with setx: "
                                + String.join(", ", environment.variables().keySet()));
            }
            ConfigSources sources = context.sources();
            return new ServiceUnit.Start(
                    command,
                    environment.variables(),
                    windowsUser(sources.environment()),
                    sources.home(),
                    state.config().get(ConfigKeys.SHUTDOWN).toSeconds());
        }

        private static void refuseSecrets(List<String> names, RelayConfig config) {
            if (names.isEmpty()) {
                return;
            }
            String token = ConfigKeys.BEARER_TOKEN.environmentName();
            List<String> remedies = new ArrayList<>();
            if (names.contains(token)) {
                remedies.add("write the relay token to " + config.get(ConfigKeys.BEARER_TOKEN_FILE));
            }
            if (names.stream().anyMatch(name -> !name.equals(token))) {
                remedies.add("set " + ConfigKeys.PROXY.name() + " in " + config.configFile());
            }
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "A secret does not belong into the description of a service, and there is one in "
                            + String.join(", ", names) + ". Instead, " + String.join(" and ", remedies)
                            + ", unset " + (names.size() == 1 ? "the variable" : "the variables")
                            + ", and run this again.",
                    null);
        }

        private static String windowsUser(Map<String, String> environment) {
            String name = environment.getOrDefault("USERNAME", "");
            String domain = environment.getOrDefault("USERDOMAIN", "");
            return name.isBlank() ? System.getProperty("user.name") : domain.isBlank() ? name : domain + '\\' + name;
        }

        private static void write(Path file, byte[] content) {
            try {
                PrivateFiles.replace(file, content);
            } catch (IOException failed) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, "Cannot write " + file + ": " + FileFailures.words(failed), failed);
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

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        Uninstall(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            ServiceUnit unit = unit(context);
            if (!Files.exists(unit.file())) {
                return removed(unit, "The service is not installed.");
            }
            for (ServiceUnit.Step step : unit.uninstall()) {
                int code = run(context, step.command(), json);
                if (code != 0 && !step.mayFail()) {
                    throw new CommandFailure(
                            ExitStatus.FAILURE,
                            ended(step, code) + " The service may still run and start again, so " + unit.file()
                                    + " was not deleted. Run the command again where it works; if the service is gone"
                                    + " already, delete the file.",
                            null);
                }
            }
            try {
                Files.deleteIfExists(unit.file());
            } catch (IOException failed) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, "Cannot delete " + unit.file() + ": " + FileFailures.words(failed), failed);
            }
            for (ServiceUnit.Step step : unit.forget()) {
                int code = run(context, step.command(), json);
                if (code != 0) {
                    throw new CommandFailure(
                            ExitStatus.FAILURE,
                            ended(step, code) + " The service was stopped and " + unit.file()
                                    + " was deleted, but the service manager may still know it.",
                            null);
                }
            }
            return removed(unit, "The service was removed.");
        }

        private int removed(ServiceUnit unit, String said) {
            if (json) {
                context.print(document(unit, false));
            } else {
                context.say(said);
            }
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
            ServiceUnit unit = unit(context);
            boolean installed = Files.exists(unit.file());
            boolean running = RelayApi.find(state).isPresent();
            if (json) {
                context.print(document(unit, installed).put("relay_running", running));
                return ExitStatus.OK.code();
            }
            context.say(
                    installed
                            ? "Installed as a " + unit.manager().title() + ": " + unit.file()
                            : "Not installed. To install it, run: " + context.commandLine("service install"));
            context.say("A relay with these settings is " + (running ? "running." : "not running."));
            if (installed) {
                run(context, unit.show(), false);
            }
            return ExitStatus.OK.code();
        }
    }
}
