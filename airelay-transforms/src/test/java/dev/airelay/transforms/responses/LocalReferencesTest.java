package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.References;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The references to look up before a request is translated. */
class LocalReferencesTest {

    private static ObjectNode body(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    @Test
    void everythingThatARequestRefersToIsFound() {
        References references = new ResponsesDialect().references(body("""
                {"previous_response_id": "resp_1", "conversation": {"id": "conv_1"}, "input": [
                 {"type": "item_reference", "id": "msg_1"}, {"id": "rs_1"}, {"type": null, "id": "fc_1"},
                 {"role": "user", "content": "hi", "id": "msg_own"}, {"type": "message", "id": "msg_own"}]}"""));

        assertThat(references.previousResponseId()).contains("resp_1");
        assertThat(references.conversationId()).contains("conv_1");
        assertThat(references.itemIds()).containsExactlyInAnyOrder("msg_1", "rs_1", "fc_1");
        assertThat(references.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"input\":\"hi\",\"previous_response_id\":null,\"conversation\":null}",
                "{\"input\":[1,null,{},{\"id\":5},{\"type\":\"item_reference\"}],\"previous_response_id\":7}",
                "{\"input\":{\"id\":{}},\"conversation\":{\"id\":[]}}",
                "{\"conversation\":\"\"}"
            })
    void brokenReferencesAreLeftToTheTranslation(String json) {
        assertThat(new ResponsesDialect().references(body(json)).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"input":"hi","previous_response_id":"r"}                  | r
            {"input":"hi","messages":[],"previous_response_id":"r"}    | ``
            """)
    void chatRequestRefersToSomethingWhereItHasTheResponsesShape(String json, String previous) {
        assertThat(new ChatDialect().references(body(json)).previousResponseId().orElse(""))
                .isEqualTo(previous);
    }

    @Test
    void otherDialectsReferToNothing() {
        assertThat(new CompletionsDialect().references(body("{\"previous_response_id\":\"r\"}")))
                .isEqualTo(References.none());
    }

    @Test
    void storedItemOtherThanObjectIsAFaultOfTheCaller() {
        assertThatThrownBy(() -> History.none().withItems(Map.of("x", "[]".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
