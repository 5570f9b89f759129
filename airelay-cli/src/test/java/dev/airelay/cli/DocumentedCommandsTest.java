package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.cli.command.CommandTree;
import dev.airelay.cli.context.ProcessEnvironment;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.Terminal;
import dev.airelay.config.ConfigSources;
import dev.airelay.server.ExitStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Holds README.md and docs/ to the commands: what they tell the reader to type can be parsed, and nothing is left out. */
final class DocumentedCommandsTest {

    private static final Path PROJECT = Path.of("..");
    private static final Path GETTING_STARTED = PROJECT.resolve("docs/getting-started.md");

    /** A command line in a code block or between code marks, up to a comment. */
    private static final Pattern TYPED = Pattern.compile("(?:^|`)(?:\\./)?airelay ([a-z-][^`#]*)");

    private static final Pattern MAVEN = Pattern.compile("-Dexec\\.args=\"([^\"]*)\"");
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    @TempDir
    private Path home;

    private CommandLine commands() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return CommandTree.of(new ProcessEnvironment(
                ConfigSources.of(Map.of(), Map.of(), home),
                new Terminal(nowhere, nowhere, false),
                new InputLines(() -> new BufferedReader(Reader.nullReader())),
                "Linux",
                LoopbackPorts.registered(),
                new Random(1),
                System::nanoTime,
                Clock.systemUTC(),
                hook -> {},
                signal -> {},
                terminate -> {},
                orderly -> why -> {}));
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> typed(Path page) {
        List<String> found = new ArrayList<>();
        for (String line : lines(page)) {
            for (Pattern pattern : List.of(TYPED, MAVEN)) {
                Matcher matcher = pattern.matcher(line);
                while (matcher.find()) {
                    found.add(matcher.group(1).strip());
                }
            }
        }
        return found;
    }

    static List<String> documented() throws IOException {
        List<String> all = new ArrayList<>(typed(PROJECT.resolve("README.md")));
        assertThat(all).contains("serve --demo", "init");
        for (String directory : List.of("docs", "docs/clients")) {
            try (Stream<Path> pages = Files.list(PROJECT.resolve(directory))) {
                pages.filter(page -> page.toString().endsWith(".md")).sorted().forEach(page -> all.addAll(typed(page)));
            }
        }
        return all.stream().distinct().toList();
    }

    @ParameterizedTest
    @MethodSource("documented")
    void everyDocumentedCommandLineCanBeParsed(String line) {
        assertThatCode(() -> commands().parseArgs(line.split("\\s+"))).doesNotThrowAnyException();
    }

    @Test
    void everyCommandHasItsRowWithAllItsOwnOptions() {
        Map<String, TreeSet<String>> rows = new TreeMap<>();
        lines(GETTING_STARTED).stream()
                .filter(line -> line.matches("\\| `[a-z]+[ `].*"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .forEach(row -> rows.put(
                        row.replaceFirst(" ?\\[.*", ""),
                        OPTION.matcher(row)
                                .results()
                                .map(option -> option.group())
                                .collect(Collectors.toCollection(TreeSet::new))));

        assertThat(rows).isEqualTo(ownOptions());
    }

    private Map<String, TreeSet<String>> ownOptions() {
        Map<String, TreeSet<String>> options = new TreeMap<>();
        collect("", commands(), options);
        return options;
    }

    private static void collect(String prefix, CommandLine command, Map<String, TreeSet<String>> options) {
        command.getSubcommands().forEach((name, subcommand) -> {
            if (subcommand.getCommandSpec().usageMessage().hidden()) {
                return;
            }
            if (subcommand.getSubcommands().isEmpty()) {
                TreeSet<String> own = new TreeSet<>();
                subcommand.getCommandSpec().options().stream()
                        .filter(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())
                        .map(OptionSpec::longestName)
                        .forEach(own::add);
                options.put(prefix + name, own);
            } else {
                collect(prefix + name + " ", subcommand, options);
            }
        });
    }

    @Test
    void everySharedOptionIsNamed() {
        String shared = lines(GETTING_STARTED).stream()
                .filter(line -> line.startsWith("Every command takes "))
                .findFirst()
                .orElseThrow();

        assertThat(commands().getCommandSpec().options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .map(option -> "`" + option.longestName() + "`"))
                .allSatisfy(option -> assertThat(shared).contains(option));
    }

    @Test
    void everyExitCodeHasItsRow() {
        List<String> page = lines(GETTING_STARTED);

        ExitStatus.table().forEach((code, meaning) -> assertThat(page).contains("| " + code + " | " + meaning + " |"));
    }
}
