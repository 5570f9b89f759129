package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md to the table of keys: every row, in order, and no other. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void everyKeyHasItsRow() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| `[a-z]+\\.[a-z0-9_]+`.*"))
                .map(ConfigurationPageTest::withoutMarks)
                .toList();

        List<String> expected =
                ConfigKeys.all().stream().map(ConfigurationPageTest::row).toList();

        assertThat(expected)
                .as("rows that the page lacks")
                .filteredOn(row -> !rows.contains(row))
                .isEmpty();
        assertThat(rows)
                .as("rows without a key")
                .filteredOn(row -> !expected.contains(row))
                .isEmpty();
        assertThat(rows).isEqualTo(expected);
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

    private static String row(ConfigKey<?> key) {
        String environment = Stream.concat(Stream.of(key.environmentName()), key.legacyEnvironmentName().stream())
                .collect(Collectors.joining(", "));
        return Stream.of(
                        key.inFile() ? key.name() : key.name() + " (environment only)",
                        environment,
                        key.flag().orElse(""),
                        key.defaultText().isEmpty() ? "none" : key.defaultText(),
                        key.allowed(),
                        key.doc())
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Code marks and the star of settings without effect are the page's own. */
    private static String withoutMarks(String row) {
        return row.replace("`", "").replaceAll(" \\* \\|", " |");
    }
}
