package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.UnsupportedRoutes;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.parameter.ParameterRule;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.responses.Compaction;
import dev.airelay.transforms.responses.InputTokens;
import dev.airelay.transforms.responses.ResponsesDialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/api.md to the tables that drive the relay: parameters, routes, and what is not served. */
class ApiPageTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final List<String> page = read();

    private static List<String> read() {
        try {
            return Files.readAllLines(Path.of("..", "docs", "api.md"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("### Chat Completions", new ChatDialect().parameters()),
                Arguments.of("### Completions", new CompletionsDialect().parameters()),
                Arguments.of("### Responses", new ResponsesDialect().parameters()));
    }

    /** These take a part of the parameters of a Responses request, in the same way. */
    @Test
    void smallerTablesAreNamedByTheirParameters() {
        String section =
                String.join(" ", page.subList(page.indexOf("### Compaction"), page.indexOf("### Stored responses")));
        List<List<String>> lists = Stream.of(section.split("### Input tokens"))
                .map(part -> CODE.matcher(part.substring(part.indexOf("Parameters:")))
                        .results()
                        .map(code -> code.group(1))
                        .toList())
                .toList();

        assertThat(lists).hasSize(2);
        assertThat(lists.get(0)).isEqualTo(names(new Compaction().parameters()));
        assertThat(lists.get(1)).isEqualTo(names(new InputTokens().parameters()));
    }

    private static List<String> names(ParameterTable table) {
        return table.rules().stream().map(ParameterRule::name).toList();
    }

    /** Name, class and reason; what the page says beyond that is its own. */
    @ParameterizedTest
    @MethodSource("tables")
    void everyParameterHasItsRowInOrder(String heading, ParameterTable table) {
        List<String> rows = rows(heading);

        assertThat(rows.stream().map(ApiPageTest::nameAndClass))
                .containsExactlyElementsOf(
                        table.rules().stream().map(rule -> start(rule).strip()).toList());
        for (ParameterRule rule : table.rules()) {
            assertThat(rows).as(rule.name()).anySatisfy(row -> assertThat(row).startsWith(start(rule) + rule.reason()));
        }
    }

    private static String start(ParameterRule rule) {
        return "| `" + rule.name() + "` | " + rule.kind().wireName() + " | ";
    }

    private static String nameAndClass(String row) {
        return row.substring(0, row.indexOf('|', row.indexOf('|', 1) + 1) + 1);
    }

    /** The rows of the first table below a heading. */
    private List<String> rows(String heading) {
        return page.stream()
                .skip(page.indexOf(heading) + 1L)
                .dropWhile(line -> !line.startsWith("|"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    @Test
    void everyRouteIsNamed(@TempDir Path dataDir) {
        TreeSet<String> named = new TreeSet<>();
        page.subList(page.indexOf("## Routes"), page.indexOf("## Unsupported routes")).stream()
                .flatMap(line -> CODE.matcher(line).results())
                .map(code -> code.group(1).replaceFirst("^[A-Z]+ ", ""))
                .filter(code -> code.startsWith("/"))
                .forEach(named::add);
        try (RunningRelay relay = RunningRelay.start(dataDir)) {
            TreeSet<String> served = new TreeSet<>();
            relay.get("/v1/relay/status")
                    .json()
                    .path("supported_routes")
                    .forEach(route -> served.add(route.asString()));

            assertThat(named).isEqualTo(served);
        }
    }

    @Test
    void everyUnsupportedRouteIsNamedUnderItsReason() {
        String section =
                String.join(" ", page.subList(page.indexOf("## Unsupported routes"), page.indexOf("## Parameters")));
        String[] kinds = section.split(" - ");
        Map<String, String> named = new TreeMap<>();
        named.putAll(names(kinds[1], "the ChatGPT backend has no such capability"));
        named.putAll(names(
                kinds[2].substring(0, kinds[2].indexOf(", where")),
                "the relay stores responses, but not chat completions"));

        assertThat(named).isEqualTo(new TreeMap<>(UnsupportedRoutes.reasons()));
    }

    private static Map<String, String> names(String text, String reason) {
        return CODE.matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toMap(code -> code.replaceAll("`|/v1/", ""), code -> reason));
    }
}
