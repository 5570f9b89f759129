package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.UnsupportedRoutes;
import dev.airelay.testsupport.GeneratedDocs;
import dev.airelay.transforms.anthropic.CountTokens;
import dev.airelay.transforms.anthropic.MessagesDialect;
import dev.airelay.transforms.audio.Transcription;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.images.Images;
import dev.airelay.transforms.ollama.OllamaChatDialect;
import dev.airelay.transforms.ollama.OllamaGenerateDialect;
import dev.airelay.transforms.ollama.OllamaModelRequest;
import dev.airelay.transforms.parameter.ParameterRule;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.responses.Compaction;
import dev.airelay.transforms.responses.InputTokens;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Generates the parameter tables of docs/api.md, and holds its lists of routes to those that are served and not served. */
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

    @ParameterizedTest
    @MethodSource("tables")
    void everyParameterHasItsRow(Dialect dialect) throws IOException {
        List<String> table = new ArrayList<>(List.of("| parameter | class | what happens |", "|---|---|---|"));
        dialect.parameters().rules().stream().map(ApiPageTest::row).forEach(table::add);

        GeneratedDocs.hold("api.md", dialect.name(), table);
    }

    static Stream<Dialect> tables() {
        return Stream.of(
                new ChatDialect(),
                new CompletionsDialect(),
                new ResponsesDialect(),
                new MessagesDialect(),
                new OllamaChatDialect(),
                new OllamaGenerateDialect());
    }

    private static String row(ParameterRule rule) {
        return "| `" + rule.name() + "` | " + rule.kind().wireName() + " | " + rule.reason() + " |";
    }

    @ParameterizedTest
    @MethodSource("mediaTables")
    void everyParameterOfImagesAndAudioHasItsRow(String name, ParameterTable parameters) throws IOException {
        List<String> table = new ArrayList<>(List.of("| parameter | class | what happens |", "|---|---|---|"));
        parameters.rules().stream().map(ApiPageTest::row).forEach(table::add);

        GeneratedDocs.hold("api.md", name, table);
    }

    static Stream<Arguments> mediaTables() {
        return Stream.of(
                Arguments.of("image generations", Images.generations("m").parameters()),
                Arguments.of("image edits", Images.edits("m").parameters()),
                Arguments.of("transcriptions", new Transcription().parameters()));
    }

    /** These take a part of the parameters of a Responses request, in the same way. */
    @Test
    void smallerTablesAreListsOfTheirParameters() throws IOException {
        GeneratedDocs.hold("api.md", "compaction", names(new Compaction().parameters()));
        GeneratedDocs.hold("api.md", "ollama show", names(OllamaModelRequest.SHOW.parameters()));
        GeneratedDocs.hold("api.md", "ollama pull", names(OllamaModelRequest.PULL.parameters()));
        GeneratedDocs.hold("api.md", "input tokens", names(new InputTokens().parameters()));
        GeneratedDocs.hold("api.md", "count tokens", names(new CountTokens().parameters()));
    }

    @Test
    void pageHasNoOtherParts() throws IOException {
        assertThat(GeneratedDocs.names("api.md"))
                .containsExactly(
                        "chat",
                        "completions",
                        "responses",
                        "compaction",
                        "input tokens",
                        "messages",
                        "count tokens",
                        "ollama-chat",
                        "ollama-generate",
                        "ollama show",
                        "ollama pull",
                        "image generations",
                        "image edits",
                        "transcriptions");
    }

    private static List<String> names(ParameterTable table) {
        return List.of(table.rules().stream()
                .map(rule -> "`" + rule.name() + "`")
                .collect(Collectors.joining(", ", "Parameters: ", ".")));
    }

    @Test
    void everyRouteIsNamed(@TempDir Path dataDir) {
        TreeSet<String> named = new TreeSet<>();
        page.subList(page.indexOf("## Routes"), page.indexOf("## Unsupported routes")).stream()
                .flatMap(line -> CODE.matcher(line).results())
                .map(code -> code.group(1).replaceFirst("^[A-Z]+ ", ""))
                .filter(code -> code.startsWith("/"))
                .forEach(named::add);
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("metrics.enabled", "true"))) {
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
