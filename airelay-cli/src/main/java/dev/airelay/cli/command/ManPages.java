package dev.airelay.cli.command;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.cli.context.HelpText;
import dev.airelay.cli.context.ProcessEnvironment;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.ShellText;
import dev.airelay.cli.text.Terminal;
import dev.airelay.config.ConfigSources;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the manual pages of the program and of each command from what the help shows, in the macros of man(7). */
public final class ManPages {
    private final CommandLine root;

    ManPages(CommandLine root) {
        this.root = root;
    }

    /**
     * Writes the pages to a directory; the build does this for packages.
     *
     * @param args the directory, which is created if it is missing
     */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        ProcessEnvironment process = new ProcessEnvironment(
                ConfigSources.of(Map.of(), Map.of(), directory),
                new Terminal(nowhere, nowhere, false),
                new InputLines(() -> new BufferedReader(Reader.nullReader())),
                "",
                LoopbackPorts.registered(),
                new SecureRandom(),
                System::nanoTime,
                Clock.systemUTC(),
                work -> {},
                work -> {},
                work -> {},
                work -> why -> {});
        for (Map.Entry<String, String> page :
                new ManPages(CommandTree.of(process)).pages().entrySet()) {
            Files.writeString(directory.resolve(page.getKey()), page.getValue());
        }
    }

    /** Returns the pages by their file names, such as {@code airelay-token-show.1}. */
    Map<String, String> pages() {
        Map<String, CommandSpec> commands = new LinkedHashMap<>();
        commands.put("", root.getCommandSpec());
        HelpText.visit("", root, commands);
        Map<String, String> pages = new LinkedHashMap<>();
        commands.forEach((name, spec) -> pages.put(fileName(name), page(name, spec)));
        return pages;
    }

    private static String fileName(String command) {
        return (command.isEmpty() ? "airelay" : "airelay-" + command.replace(' ', '-')) + ".1";
    }

    private String page(String command, CommandSpec spec) {
        String title = ShellText.without(".1", fileName(command));
        StringBuilder page = new StringBuilder();
        page.append(".TH \"")
                .append(title.toUpperCase(Locale.ROOT))
                .append("\" \"1\" \"\" \"AIRelay ")
                .append(RelayVersion.current())
                .append("\" \"AIRelay\"\n");
        page.append(".SH NAME\n")
                .append(text(title))
                .append(" \\- ")
                .append(text(purpose(spec)))
                .append('\n');
        page.append(".SH SYNOPSIS\n\\fB").append(text(spec.qualifiedName())).append("\\fR");
        spec.positionalParameters()
                .forEach(parameter -> page.append(" \\fI")
                        .append(text(parameter.paramLabel()))
                        .append("\\fR"));
        page.append(spec.subcommands().isEmpty() ? "" : " [\\fICOMMAND\\fR]").append(" [\\fIOPTIONS\\fR]\n");
        page.append(".SH DESCRIPTION\n");
        for (String sentence : spec.usageMessage().description()) {
            page.append(text(sentence)).append("\n.PP\n");
        }
        if (command.isEmpty()) {
            page.append("Without a command, it shows where things stand and the next step.\n");
        }
        subcommands(spec, command, page);
        options("OPTIONS", spec, command.isEmpty(), page);
        if (!command.isEmpty()) {
            page.append(".PP\nThe options of all commands are in \\fBairelay\\fR(1).\n");
        }
        examples(spec, page);
        if (command.isEmpty()) {
            exitCodes(page);
        }
        return page.append(".SH SEE ALSO\n\\fBairelay\\fR(1), \\fBairelay help\\fR\n")
                .toString();
    }

    private static String purpose(CommandSpec spec) {
        String sentence = spec.usageMessage().description()[0];
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static void subcommands(CommandSpec spec, String command, StringBuilder page) {
        List<Map.Entry<String, CommandLine>> shown = spec.subcommands().entrySet().stream()
                .filter(entry ->
                        !entry.getValue().getCommandSpec().usageMessage().hidden())
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        page.append(".SH COMMANDS\n");
        shown.forEach(entry -> page.append(".TP\n\\fB")
                .append(text(ShellText.without(
                        ".1", fileName(command.isEmpty() ? entry.getKey() : command + " " + entry.getKey()))))
                .append("\\fR(1)\n")
                .append(text(entry.getValue().getCommandSpec().usageMessage().description()[0]))
                .append('\n'));
    }

    private static void options(String heading, CommandSpec spec, boolean all, StringBuilder page) {
        List<OptionSpec> shown = spec.options().stream()
                .filter(option -> !option.hidden())
                .filter(option -> all || !(option.inherited() || option.usageHelp() || option.versionHelp()))
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        page.append(".SH ").append(heading).append('\n');
        shown.forEach(option -> page.append(".TP\n\\fB")
                .append(text(HelpText.names(option).strip()))
                .append("\\fR\n")
                .append(text(String.join(" ", option.description())))
                .append('\n'));
    }

    private static void examples(CommandSpec spec, StringBuilder page) {
        if (spec.usageMessage().footer().length == 0) {
            return;
        }
        page.append(".SH EXAMPLES\n.nf\n");
        for (String example : spec.usageMessage().footer()) {
            page.append(text(example)).append('\n');
        }
        page.append(".fi\n");
    }

    private static void exitCodes(StringBuilder page) {
        page.append(".SH EXIT STATUS\n");
        ExitStatus.table()
                .forEach((code, meaning) -> page.append(".TP\n")
                        .append(code)
                        .append('\n')
                        .append(text(meaning))
                        .append('\n'));
    }

    /** Text as itself: a backslash, a hyphen, and a dot or an apostrophe at the start of a line mean something else. */
    private static String text(String plain) {
        String text = plain.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
        return text.startsWith(".") ? "\\&" + text : text;
    }
}
