package dev.airelay.cli.context;

import dev.airelay.cli.text.WrappedText;
import dev.airelay.server.ExitStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help of a command: what it does, examples and its own options, at any width. */
public final class HelpText {
    /** The commands by the heading under which the help lists them. */
    public static final Map<String, List<String>> GROUPS = groups();

    private static final String NAME = "airelay";
    private static final String USAGE = "Usage: ";
    private static final int SMALL = 60;
    private static final int MAX_WIDTH = 100;
    private static final int NARROW_INDENT = 6;

    private final CommandContext context;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Getting started", List.of("init", "login", "serve", "connect", "run", "env", "token"));
        groups.put("Looking at it", List.of("status", "open", "usage", "models", "logs", "doctor"));
        groups.put("Running it", List.of("stop", "service", "config", "logout", "bugreport"));
        groups.put("More", List.of("completion", "help", "version", "emulate"));
        return groups;
    }

    private HelpText(CommandContext context) {
        this.context = context;
        this.width = Math.min(MAX_WIDTH, context.width());
    }

    /** Returns the lines of a command's help. */
    public static List<String> of(CommandContext context, CommandSpec spec) {
        HelpText help = new HelpText(context);
        help.add(spec);
        return help.lines;
    }

    /** Returns the lines about the options that every command takes. */
    public static List<String> globalOptions(CommandContext context, CommandSpec root) {
        HelpText help = new HelpText(context);
        help.paragraph("Every command takes these options, before or after its name.");
        help.table("Global options", options(root.options().stream()));
        return help.lines;
    }

    /** Returns the lines about the exit codes. */
    public static List<String> exitCodes(CommandContext context) {
        HelpText help = new HelpText(context);
        help.paragraph("All commands and the server jar use the same exit codes.");
        help.table(
                "Exit codes",
                ExitStatus.table().entrySet().stream()
                        .map(code -> new Row(code.getKey(), code.getValue()))
                        .toList());
        return help.lines;
    }

    private record Row(String name, String text) {}

    private void add(CommandSpec spec) {
        for (String sentence : spec.usageMessage().description()) {
            paragraph(sentence);
        }
        boolean root = spec.parent() == null;
        lines.add("");
        usage(spec);
        if (root) {
            lines.add("");
            paragraph("Without a command, it shows where things stand and the next step.");
        }
        if (spec.usageMessage().footer().length > 0) {
            lines.add("");
            lines.add(context.bold("Examples:"));
            for (String example : spec.usageMessage().footer()) {
                lines.add("  " + called(example));
            }
        }
        if (root) {
            GROUPS.forEach((group, names) ->
                    table(group, names.stream().map(name -> row(spec, name)).toList()));
        } else {
            table(
                    "Commands",
                    spec.subcommands().keySet().stream()
                            .map(name -> row(spec, name))
                            .toList());
            table(
                    "Options",
                    options(spec.options().stream()
                            .filter(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())));
        }
        lines.add("");
        if (root) {
            paragraph("Help of a command: " + called("airelay help COMMAND") + ". Exit codes: "
                    + called("airelay help exit-codes") + ".");
        }
        paragraph("Global options: " + called("airelay help options"));
    }

    private void usage(CommandSpec spec) {
        List<String> usage = WrappedText.lines(USAGE + synopsis(spec), width);
        lines.add(context.bold(USAGE.strip())
                + usage.get(0).substring(USAGE.strip().length()));
        lines.addAll(usage.subList(1, usage.size()));
    }

    private String synopsis(CommandSpec spec) {
        StringBuilder text = new StringBuilder(called(spec.qualifiedName()));
        spec.positionalParameters()
                .forEach(parameter -> text.append(' ')
                        .append(
                                parameter.arity().min() == 0
                                        ? "[" + parameter.paramLabel() + "]"
                                        : parameter.paramLabel()));
        if (spec.parent() == null) {
            text.append(" [COMMAND]");
        } else if (!spec.subcommands().isEmpty()) {
            text.append(" COMMAND");
        }
        return text.append(" [OPTIONS]").toString();
    }

    private static Row row(CommandSpec spec, String name) {
        CommandLine command = spec.subcommands().get(name);
        return new Row(
                name,
                command == null ? "" : command.getCommandSpec().usageMessage().description()[0]);
    }

    private static List<Row> options(Stream<OptionSpec> options) {
        return options.filter(option -> !option.hidden())
                .map(option -> new Row(names(option), String.join(" ", option.description())))
                .toList();
    }

    /** Returns an option's names as they are typed: {@code -n, --tail N}. */
    public static String names(OptionSpec option) {
        String names = String.join(", ", option.names());
        String padded = names.startsWith("--") ? "    " + names : names;
        return option.arity().max() == 0 ? padded : padded + " " + option.paramLabel();
    }

    private void table(String heading, List<Row> rows) {
        List<Row> shown = rows.stream()
                .filter(row -> !row.text().isEmpty())
                .map(row -> new Row(row.name(), context.asCalled(row.text())))
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(context.bold(heading + ":"));
        boolean small = width < SMALL;
        int column = shown.stream().mapToInt(row -> row.name().length()).max().orElse(0) + 4;
        for (Row row : shown) {
            if (small) {
                lines.add("  " + row.name().strip());
                WrappedText.lines(row.text(), Math.max(1, width - NARROW_INDENT))
                        .forEach(line -> lines.add(" ".repeat(NARROW_INDENT) + line));
                continue;
            }
            List<String> text = WrappedText.lines(row.text(), Math.max(1, width - column));
            lines.add(("  %-" + (column - 2) + "s%s").formatted(row.name(), text.get(0)));
            text.subList(1, text.size()).forEach(line -> lines.add(" ".repeat(column) + line));
        }
    }

    private void paragraph(String text) {
        lines.addAll(WrappedText.lines(context.asCalled(text), width));
    }

    /** A command line with the name by which the program was called. */
    private String called(String line) {
        int name = line.indexOf(NAME);
        return line.substring(0, name) + context.commandName() + line.substring(name + NAME.length());
    }

    /** The descriptions of the commands by their whole names, for tests and man pages. */
    public static void visit(String prefix, CommandLine command, Map<String, CommandSpec> into) {
        command.getSubcommands().forEach((name, subcommand) -> {
            CommandSpec spec = subcommand.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                into.put(prefix + name, spec);
                visit(prefix + name + " ", subcommand, into);
            }
        });
    }
}
