package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests whose translation is recorded, sent to an upstream that refuses all that the real one refuses. */
@Relay
class RelayTranslatedRequestsTest {
    private static final Path RECORDED = Path.of("..", "airelay-transforms", "src", "test", "resources", "requests");
    /** Requests that the upstream refuses by rules of its own. */
    private static final Set<String> REFUSED = Set.of(
            // An effort that this model lacks.
            "reasoning-effort-none",
            "reasoning-object",
            // A strict schema that is not closed; a prompt without the word JSON.
            "responses-body-with-chat-parameters",
            "text-format-json-schema",
            "response-format-json-object",
            // Reasoning that it did not write.
            "function-round-trip",
            "typed-items-of-a-client-that-echoes",
            "assistant-parts-of-other-kinds",
            // A type of item that nobody knows.
            "item-of-unknown-type",
            "items-of-codex-alone");

    private final RunningRelay relay;

    RelayTranslatedRequestsTest(RunningRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @CsvSource({"chat, /v1/chat/completions", "completions, /v1/completions", "responses, /v1/responses"})
    void upstreamTakesEveryTranslation(String dialect, String route) throws IOException {
        List<Path> folders = accepted(dialect);
        assertThat(folders).hasSizeGreaterThan(2);
        SoftAssertions softly = new SoftAssertions();
        for (Path folder : folders) {
            WireAnswer answer = relay.post(route, Files.readString(folder.resolve("request.json")));

            softly.assertThat(answer.status())
                    .as("%s: %s", folder, answer.text())
                    .isEqualTo(200);
            Path disclosed = folder.resolve("disclosed.txt");
            String ignored = Files.exists(disclosed) ? String.join(", ", Files.readAllLines(disclosed)) : "";
            softly.assertThat(answer.header("x-airelay-ignored-parameters").orElse(""))
                    .as("%s", folder)
                    .isEqualTo(ignored);
        }
        softly.assertAll();
    }

    /** Those that need no settings, models, files or history of their own. */
    private static List<Path> accepted(String dialect) throws IOException {
        try (Stream<Path> folders = Files.list(RECORDED.resolve(dialect))) {
            return folders.filter(folder -> Files.exists(folder.resolve("upstream.json")))
                    .filter(folder -> !Files.exists(folder.resolve("route.txt")))
                    .filter(folder -> !REFUSED.contains(folder.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }
}
