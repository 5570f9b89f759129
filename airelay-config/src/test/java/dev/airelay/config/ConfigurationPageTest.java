package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.testsupport.GeneratedDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generates the tables of docs/configuration.md from the table of keys. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    /** Values in a description of what is allowed. */
    private static final Pattern VALUES = Pattern.compile(
            "\\b(true|false|none|environment)\\b|~/|~name|[a-z]+://[^ ,]+(?=[ ,]|$)|https?://|(?<=one of .{0,200})[a-z_-]+(?=, |$)");

    @ParameterizedTest
    @MethodSource("sections")
    void everyKeyHasItsRow(String section) throws IOException {
        List<String> table = new ArrayList<>();
        table.add("| key | environment | flag | default | allowed | meaning |");
        table.add("|---|---|---|---|---|---|");
        ConfigKeys.all().stream()
                .filter(key -> key.section().equals(section))
                .map(ConfigurationPageTest::row)
                .forEach(table::add);

        GeneratedDocs.hold("configuration.md", section, table);
    }

    static Stream<String> sections() {
        return ConfigKeys.all().stream().map(ConfigKey::section).distinct();
    }

    @Test
    void everySectionHasItsHeading() throws IOException {
        List<String> headings = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("### `["))
                .toList();

        assertThat(headings)
                .containsExactlyElementsOf(ConfigKeys.all().stream()
                        .map(key -> "### `[" + key.section() + "]`")
                        .distinct()
                        .toList());
    }

    @Test
    void pageHasNoOtherRows() throws IOException {
        assertThat(GeneratedDocs.names("configuration.md"))
                .containsExactlyElementsOf(sections().toList());
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.matches("\\| `[a-z]+\\.[a-z0-9_]+`.*")))
                .hasSameSizeAs(ConfigKeys.all());
    }

    private static String row(ConfigKey<?> key) {
        String environment = Stream.concat(Stream.of(key.environmentName()), key.legacyEnvironmentName().stream())
                .map(ConfigurationPageTest::code)
                .collect(Collectors.joining(", "));
        return Stream.of(
                        code(key.name()) + (key.inFile() ? "" : " (environment only)"),
                        environment,
                        key.flag().map(ConfigurationPageTest::code).orElse(""),
                        key.defaultText().isEmpty() ? "none" : code(key.defaultText()),
                        VALUES.matcher(key.allowed()).replaceAll(found -> code(found.group())),
                        key.doc())
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
