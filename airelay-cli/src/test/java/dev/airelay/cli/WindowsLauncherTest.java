package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of {@code cmd.exe} that the launcher for Windows must keep, as far as its text shows them. */
final class WindowsLauncherTest {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern PATH_VARIABLE = Pattern.compile("%(relay_home|relay_java_home|JAVA_HOME)%");
    private static final Pattern GOTO = Pattern.compile("goto (\\w+)");

    private static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("src/main/launcher/airelay.cmd")).stream()
                .filter(line -> !line.startsWith("rem "))
                .toList();
    }

    /** Parentheses in a path or an argument, as in C:\Program Files (x86), would end a block. */
    @Test
    void hasNoBlocksInParentheses() throws IOException {
        assertThat(lines()).noneMatch(line -> line.stripTrailing().endsWith("(") || line.startsWith(")"));
    }

    @Test
    void quotesPaths() throws IOException {
        assertThat(lines())
                .noneMatch(line -> PATH_VARIABLE
                        .matcher(QUOTED.matcher(line).replaceAll(""))
                        .find());
    }

    @Test
    void takesArgumentsAsAWholeOnlyForJava() throws IOException {
        assertThat(lines())
                .filteredOn(line -> line.contains("%*"))
                .singleElement()
                .asString()
                .endsWith(".jar\" %*");
    }

    @Test
    void jumpsToLabelsThatExist() throws IOException {
        List<String> lines = lines();

        assertThat(lines.stream().flatMap(line -> GOTO.matcher(line).results().map(found -> ":" + found.group(1))))
                .isNotEmpty()
                .allMatch(lines::contains);
    }

    @Test
    void saysWhatTheServiceNeeds() throws IOException {
        assertThat(String.join("\n", lines())).contains("set \"AIRELAY_LAUNCHER=%~f0\"", "set \"COLUMNS=");
    }
}
