package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.airelay.server.http.JsonBody;
import dev.airelay.transforms.anthropic.MessagesDialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.ollama.OllamaChatDialect;
import dev.airelay.transforms.ollama.OllamaGenerateDialect;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Any bytes as the body of a generation request: what is not refused becomes JSON for the upstream. */
class TranslationFuzzTest {
    private static final int MAX_TEXT_CHARS = 10_000;
    private static final List<Dialect> DIALECTS = List.of(
            new ChatDialect(),
            new ResponsesDialect(),
            new CompletionsDialect(),
            new MessagesDialect(),
            new OllamaChatDialect(),
            new OllamaGenerateDialect());

    private final JsonBody bodies = new JsonBody(MAX_TEXT_CHARS);

    static TranslationContext context() {
        return new TranslationContext(
                TranslationSettings.defaults(),
                new RequestOrigin(true, Optional.empty()),
                ModelDirectory.unknown(),
                FileDirectory.empty(),
                () -> "id",
                InstantSource.fixed(Instant.EPOCH));
    }

    @FuzzTest(maxDuration = "5m")
    void bodyIsTranslatedOrRefused(byte[] bytes) {
        for (Dialect dialect : DIALECTS) {
            try {
                ObjectNode body = bodies.read(bytes);
                ObjectNode before = body.deepCopy();
                dialect.uploadedFiles(body);
                dialect.references(body);
                Translation translation = dialect.translate(body, context());
                translation.requests().forEach(TranslationFuzzTest::assertUpstreamTakesIt);
                assertThat(body).isEqualTo(before);
            } catch (RequestRejected refused) {
                assertThat(refused.status()).isBetween(400, 499);
                assertThat(refused.error().toEnvelope().toString()).contains("message");
            }
        }
    }

    private static void assertUpstreamTakesIt(CodexRequest request) {
        JsonNode sent = JsonMapper.shared().readTree(request.toBytes());
        assertThat(sent.path("stream").booleanValue()).isTrue();
        assertThat(sent.path("store").booleanValue()).isFalse();
        assertThat(sent.path("input").size()).isPositive();
        assertThat(sent.path("instructions").stringValue()).isNotEmpty();
    }
}
