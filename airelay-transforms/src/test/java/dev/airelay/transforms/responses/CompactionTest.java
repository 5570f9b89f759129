package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.OpenAiStreamSchemas;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.TranslationContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The compaction of a conversation. */
class CompactionTest {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private final Compaction compaction = new Compaction();

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private Compaction.Translated translate(String json, TranslationContext context) {
        return compaction.translate((ObjectNode) MAPPER.readTree(json), context);
    }

    @Test
    void bodyHasNothingThatTheUpstreamsRouteDoesNotTake() {
        Compaction.Translated translated = translate("""
                {"model": "m", "input": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}],
                 "instructions": "i", "prompt_cache_key": "k", "service_tier": "priority",
                 "tools": [{"type": "function", "name": "f"}], "parallel_tool_calls": false,
                 "reasoning": {"effort": "low"}, "text": {"verbosity": "low"},
                 "prompt_cache_retention": "24h", "stream": true}""", Contexts.ordinary());

        assertThat(translated.request().body().propertyNames())
                .containsExactly(
                        "model",
                        "instructions",
                        "input",
                        "tools",
                        "parallel_tool_calls",
                        "reasoning",
                        "service_tier",
                        "prompt_cache_key",
                        "text");
        assertThat(translated
                        .request()
                        .body()
                        .path("input")
                        .path(0)
                        .path("role")
                        .stringValue())
                .isEqualTo("developer");
        assertThat(translated.ignoredParameters()).containsExactly("prompt_cache_retention", "stream");
    }

    @Test
    void keptResponseCanBeCompacted() {
        History history = History.none().withTurns("resp_1", List.of(bytes("{\"role\":\"user\",\"content\":\"u\"}")));

        Compaction.Translated translated =
                translate("{\"model\":\"m\",\"previous_response_id\":\"resp_1\"}", Contexts.remembering(history));

        assertThat(translated.request().body().path("input")).hasSize(1);
        assertThat(translated.emulatedParameters()).containsExactly("previous_response_id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"input":"hi"}                                     | model                | missing_required_parameter
            {"model":"m"}                                      | input                | missing_required_parameter
            {"model":"m","previous_response_id":"resp_nope"}   | previous_response_id | previous_response_not_found
            {"model":"m","input":{}}                           | input                | invalid_type
            """)
    void invalidRequestIsRejectedByName(String json, String param, String code) {
        RequestRejected rejected =
                catchThrowableOfType(RequestRejected.class, () -> translate(json, Contexts.ordinary()));

        assertThat(rejected.error().param()).isEqualTo(param);
        assertThat(rejected.error().code()).isEqualTo(code);
    }

    @Test
    void answerHasThePublishedForm() {
        byte[] reply = translate("{\"model\":\"m\",\"input\":\"hi\"}", Contexts.ordinary())
                .reply(bytes("""
                        {"output": [{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "u"}]},
                         {"type": "compaction", "id": "cmp_up", "encrypted_content": "gAAA"}],
                         "usage": {"input_tokens": 3, "output_tokens": 2}}"""))
                .orElseThrow();

        JsonNode answer = MAPPER.readTree(reply);
        assertThat(answer.path("id").stringValue()).startsWith("resp_");
        assertThat(answer.path("output").path(1))
                .hasToString("{\"id\":\"cmp_up\",\"type\":\"compaction\",\"encrypted_content\":\"gAAA\"}");
        assertThat(answer.path("usage").path("total_tokens").intValue()).isEqualTo(5);
    }

    @Test
    void answerWithoutUsageHasNoCounts() {
        byte[] reply = translate("{\"model\":\"m\",\"input\":\"hi\"}", Contexts.ordinary())
                .reply(bytes("{\"output\":[{\"type\":\"compaction\",\"encrypted_content\":\"gAAA\"}]}"))
                .orElseThrow();

        JsonNode answer = MAPPER.readTree(reply);
        assertThat(answer.path("usage").path("total_tokens").intValue()).isZero();
        OpenAiStreamSchemas.assertValid("CompactResource", List.of(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"output\":[]}", "{\"output\":{}}"})
    void upstreamWithoutOutputHasFailed(String answer) {
        Compaction.Translated translated = translate("{\"model\":\"m\",\"input\":\"hi\"}", Contexts.ordinary());

        assertThat(translated.reply(bytes(answer))).isEmpty();
        assertThat(translated.failure().status()).isEqualTo(502);
    }
}
