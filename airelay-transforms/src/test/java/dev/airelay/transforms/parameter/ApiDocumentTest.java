package dev.airelay.transforms.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.responses.ResponsesDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The parameter tables of {@code docs/api.md} against the tables that the translators run on. */
class ApiDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "api.md");

    static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of("### Chat Completions", new ChatDialect()),
                Arguments.of("### Completions", new CompletionsDialect()),
                Arguments.of("### Responses", new ResponsesDialect()));
    }

    /** Returns the rows of the table below a heading; each begins with a parameter's name in code marks. */
    private static List<String> rows(String heading) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void documentHasOneRowForEachRuleInItsOrder(String heading, Dialect dialect) throws IOException {
        List<String> expected = dialect.parameters().rules().stream()
                .map(rule -> "| `" + rule.name() + "` | " + rule.kind().wireName() + " | " + rule.reason())
                .toList();

        List<String> rows = rows(heading);

        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)).startsWith(expected.get(i)).endsWith(" |");
        }
    }
}
