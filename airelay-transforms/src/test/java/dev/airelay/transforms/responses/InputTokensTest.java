package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.OpenAiStreamSchemas;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.CountedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The input of a request that a model would read. */
class InputTokensTest {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static CountedRequest counted(String json) {
        return new InputTokens().translate((ObjectNode) MAPPER.readTree(json), Contexts.ordinary());
    }

    @Test
    void everyTextThatTheModelReadsIsCounted() {
        CountedRequest counted = counted("""
                {"model": "m", "instructions": "Be brief.", "truncation": "auto", "personality": "friendly",
                 "input": [{"role": "user", "content": [{"type": "input_text", "text": "Look"},
                    {"type": "input_image", "image_url": "https://e.com/a.png"},
                    {"type": "input_file", "filename": "a.pdf", "file_data": "data:application/pdf;base64,JVBERi0xLjcw"}]},
                  {"type": "reasoning", "summary": [], "encrypted_content": "gAAAA"},
                  {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{\\"a\\":1}"},
                  {"type": "function_call_output", "call_id": "call_1", "output": "42"}],
                 "tools": [{"type": "function", "name": "f", "parameters": {"type": "object"}}],
                 "text": {"format": {"type": "json_object"}}}""");

        assertThat(counted.texts())
                .containsExactly(
                        "Be brief.",
                        "Look",
                        "a.pdf",
                        "f",
                        "{\"a\":1}",
                        "42",
                        "[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\"type\":\"object\"},\"strict\":false}]",
                        "{\"format\":{\"type\":\"json_object\"}}");
        assertThat(counted.items()).isEqualTo(4);
        assertThat(counted.images()).isEqualTo(1);
        assertThat(counted.fileBytes()).isBetween(9L, 40L);
        assertThat(counted.ignoredParameters()).containsExactly("truncation", "personality");
    }

    @Test
    void modelMayBeLeftOut() {
        assertThat(counted("{\"input\":\"hi\"}").texts()).containsExactly("hi");
    }

    @Test
    void inputMayBeLeftOut() {
        CountedRequest counted = counted("{\"instructions\":\"Be brief.\"}");

        assertThat(counted.texts()).containsExactly("Be brief.");
        assertThat(counted.items()).isZero();
    }

    @Test
    void answerHasThePublishedForm() {
        JsonNode answer = MAPPER.readTree(counted("{\"input\":\"hi\"}").reply(8));

        assertThat(answer).hasToString("{\"object\":\"response.input_tokens\",\"input_tokens\":8}");
        OpenAiStreamSchemas.assertValid("TokenCountsResource", List.of(answer));
    }
}
