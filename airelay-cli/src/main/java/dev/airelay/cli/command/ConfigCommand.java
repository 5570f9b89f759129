package dev.airelay.cli.command;

import dev.airelay.cli.context.ChildProcess;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.ShellText;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKey;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigProblem;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.server.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds the commands about the settings. */
@Command(
        name = "config",
        synopsisSubcommandLabel = "COMMAND",
        description = "Show, check or edit the settings.",
        footer = {"airelay config show", "airelay config edit"})
final class ConfigCommand extends CommandGroup {
    private static final String DEFAULT = "default";

    private ConfigCommand(CommandContext context) {
        super(context);
    }

    /** Makes the command with its subcommands. */
    static CommandLine with(CommandContext context) {
        return new CommandLine(new ConfigCommand(context))
                .addSubcommand(new Show(context))
                .addSubcommand(new PathOnly(context))
                .addSubcommand(new CheckFile(context))
                .addSubcommand(new Edit(context));
    }

    /** Shows values and where they come from. */
    @Command(
            name = "show",
            description = "Show the settings that differ from their defaults, and where they come from.",
            footer = {"airelay config show", "airelay config show --all"})
    static final class Show implements Callable<Integer> {
        private final CommandContext context;

        @Option(names = "--all", description = "Show every setting.")
        private boolean all;

        @Option(names = "--json", description = "Print JSON, of every setting.")
        private boolean json;

        Show(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            LoadedConfig loaded = ConfigLoader.load(context.sources());
            if (json) {
                print(loaded);
                return ExitStatus.OK.code();
            }
            Page page = context.page();
            boolean any = false;
            for (ConfigKey<?> key : ConfigKeys.all()) {
                String origin = origin(loaded, key);
                if (all || !origin.equals(DEFAULT)) {
                    any = true;
                    page.setting(key.name() + " = " + loaded.config().text(key), "(" + origin + ")");
                }
            }
            if (!any) {
                page.line("All settings have their defaults. To see them: " + context.commandLine("config show --all"));
            }
            return ExitStatus.OK.code();
        }

        private void print(LoadedConfig loaded) {
            ObjectNode document = Json.object();
            document.put("config_path", loaded.config().configFile().toString())
                    .put("config_exists", loaded.configFileExists());
            ObjectNode settings = document.putObject("settings");
            for (ConfigKey<?> key : ConfigKeys.all()) {
                settings.putObject(key.name())
                        .put("value", loaded.config().text(key))
                        .put("source", origin(loaded, key));
            }
            context.print(document);
        }

        private static String origin(LoadedConfig loaded, ConfigKey<?> key) {
            return loaded.origins().getOrDefault(key.name(), DEFAULT);
        }
    }

    /** Prints the path of the file. */
    @Command(
            name = "path",
            description = "Print the path of the configuration file.",
            footer = {"airelay config path"})
    static final class PathOnly implements Callable<Integer> {
        private final CommandContext context;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        PathOnly(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            Path file = ConfigLoader.locate(context.sources()).file();
            if (json) {
                context.print(
                        Json.object().put("config_path", file.toString()).put("config_exists", Files.exists(file)));
            } else {
                context.line(file.toString());
            }
            return ExitStatus.OK.code();
        }
    }

    /** Checks every source of the settings. */
    @Command(
            name = "check",
            description = "Check the configuration file, the environment and the options, and name every problem.",
            footer = {"airelay config check", "airelay config check --json"})
    static final class CheckFile implements Callable<Integer> {
        private final CommandContext context;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        CheckFile(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            ConfigSources sources = context.sources();
            try {
                LoadedConfig loaded = ConfigLoader.load(sources);
                report(List.of(), loaded.warnings());
                if (!json) {
                    Path file = loaded.config().configFile();
                    context.page()
                            .line(
                                    loaded.configFileExists()
                                            ? file + " is valid."
                                            : file + " does not exist; the defaults apply. To create it, run: "
                                                    + context.commandLine("init"));
                }
                return ExitStatus.OK.code();
            } catch (ConfigException wrong) {
                if (!json) {
                    throw wrong;
                }
                report(wrong.problems(), List.of());
                return ExitStatus.of(wrong).code();
            }
        }

        private void report(List<ConfigProblem> problems, List<ConfigProblem> warnings) {
            if (!json) {
                warnings.forEach(warning -> context.warn(warning.message()));
                return;
            }
            ObjectNode document = Json.object().put("ok", problems.isEmpty());
            add(document.putArray("problems"), problems);
            add(document.putArray("warnings"), warnings);
            context.print(document);
        }

        private static void add(ArrayNode list, List<ConfigProblem> problems) {
            problems.forEach(problem -> list.addObject()
                    .put("source", problem.source())
                    .put("line", problem.line() == 0 ? null : problem.line())
                    .put("key", problem.key().isEmpty() ? null : problem.key())
                    .put("message", problem.message()));
        }
    }

    /** Opens the file in the person's editor, and checks it afterwards. */
    @Command(
            name = "edit",
            description = "Open the configuration file in your editor ($VISUAL or $EDITOR), then check it.",
            footer = {"airelay config edit", "EDITOR=nano airelay config edit"})
    static final class Edit implements Callable<Integer> {
        private final CommandContext context;

        Edit(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            ConfigSources sources = context.sources();
            Path file = ConfigLoader.locate(sources).file();
            if (!Files.exists(file)) {
                throw new CommandFailure(
                        ExitStatus.CONFIG, file + " does not exist. Run: " + context.commandLine("init"), null);
            }
            List<String> command = new ArrayList<>(editor(sources.environment()));
            if (context.program(command.get(0)).isEmpty()) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "The editor " + command.get(0) + " was not found. Set EDITOR to the name of yours.",
                        null);
            }
            command.add(file.toString());
            int code = new ChildProcess(context).run(command, Map.of(), List.of());
            if (code != 0) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, "The editor " + command.get(0) + " ended with code " + code + ".", null);
            }
            ConfigLoader.load(sources);
            context.page()
                    .labeled(
                            "Valid", file.toString(), TextStyle.GOOD, "A running relay reads it when it starts again.");
            return ExitStatus.OK.code();
        }

        /** The variables may contain options, as in {@code code --wait}, and quotes around a path with spaces. */
        private List<String> editor(Map<String, String> environment) {
            for (String variable : List.of("VISUAL", "EDITOR")) {
                String chosen = environment.getOrDefault(variable, "").strip();
                List<String> words = ShellText.words(chosen);
                if (!words.isEmpty()) {
                    return context.program(chosen).isPresent() ? List.of(chosen) : words;
                }
            }
            boolean windows = context.operatingSystem().toLowerCase(Locale.ROOT).startsWith("windows");
            return List.of(windows ? "notepad" : "vi");
        }
    }
}
