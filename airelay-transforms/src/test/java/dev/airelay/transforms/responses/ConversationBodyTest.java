package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.OpenAiStreamSchemas;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.request.Contexts;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Request bodies about conversations. */
class ConversationBodyTest {

    private static ObjectNode body(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                      | {}
            {"metadata":null,"items":null}          | {}
            {"metadata":{"a":"b"},"items":[]}       | {"a":"b"}
            {"metadata":{"a":"\\ud800"}}            | {"a":"�"}
            """)
    void conversationMayBeginWithNothing(String json, String metadata) {
        ConversationBody created = ConversationBody.created(body(json), Contexts.ordinary());

        assertThat(created.metadata()).hasToString(metadata);
        assertThat(created.items()).isEmpty();
    }

    @Test
    void itemsAreListedWithFreshIdsEvenIfCallAndOutputComeApart() {
        List<HistoryItem> items =
                ConversationBody.added(body("""
                {"items": [{"role": "user", "content": "hi"},
                 {"type": "function_call_output", "call_id": "call_1", "output": "42"},
                 {"type": "function_call", "call_id": "call_2", "name": "f", "arguments": "{}"}]}"""), Contexts.ordinary()).items();

        List<JsonNode> listed =
                items.stream().map(item -> (JsonNode) item.json()).toList();
        assertThat(items.stream().map(HistoryItem::id))
                .containsExactly("msg_testid_i0", "fco_testid_i1", "fc_testid_i2");
        assertThat(listed.get(1).path("call_id").stringValue()).isEqualTo("call_1");
        OpenAiStreamSchemas.assertValid("ItemResource", listed);
    }

    @Test
    void referenceBecomesWhatItRefersTo() {
        History history = History.none()
                .withItems(Map.of("msg_1", "{\"role\":\"user\",\"content\":\"hi\"}".getBytes(StandardCharsets.UTF_8)));
        ObjectNode body = body("{\"items\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}");

        assertThat(LocalReferences.of(body).itemIds()).containsExactly("msg_1");
        assertThat(ConversationBody.added(body, Contexts.remembering(history))
                        .items()
                        .get(0)
                        .json()
                        .path("content")
                        .path(0)
                        .path("text")
                        .stringValue())
                .isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"items":"hi"}                                 | items               | invalid_type
            {"items":["hi"]}                               | items[0]            | invalid_type
            {"items":[{"role":"user"}]}                    | items[0].content    | missing_required_parameter
            {"items":[{"type":"tool_use"}]}                | items[0].type       | unsupported_value
            {"items":[{"type":"item_reference","id":"x"}]} | items[0].id         | item_not_found
            {"items":[{"role":"user","content":[{"type":"input_file","file_id":"file-x"}]}]} | items[0].content[0].file_id | file_not_found
            {"metadata":"x"}                               | metadata            | invalid_type
            {"metadata":{"a":1}}                           | metadata.a          | invalid_type
            """)
    void invalidConversationIsRejectedByName(String json, String param, String code) {
        RequestRejected rejected = catchThrowableOfType(
                RequestRejected.class, () -> ConversationBody.created(body(json), Contexts.ordinary()));

        assertThat(rejected.error().param()).isEqualTo(param);
        assertThat(rejected.error().code()).isEqualTo(code);
    }

    @Test
    void moreThanTwentyItemsAtATimeAreTooMany() {
        String item = "{\"role\":\"user\",\"content\":\"hi\"}";
        String json = "{\"items\":[" + String.join(",", Collections.nCopies(21, item)) + "]}";

        RequestRejected rejected = catchThrowableOfType(
                RequestRejected.class, () -> ConversationBody.added(body(json), Contexts.ordinary()));

        assertThat(rejected.error().code()).isEqualTo("array_above_max_length");
    }

    @ParameterizedTest
    @CsvSource({"items", "metadata"})
    void updateNeedsWhatItUpdates(String member) {
        RequestRejected rejected = catchThrowableOfType(RequestRejected.class, () -> {
            if (member.equals("items")) {
                ConversationBody.added(body("{}"), Contexts.ordinary());
            } else {
                ConversationBody.updated(body("{}"), Contexts.ordinary());
            }
        });

        assertThat(rejected.error().param()).isEqualTo(member);
        assertThat(ConversationBody.updated(body("{\"metadata\":{\"a\":\"b\"}}"), Contexts.ordinary())
                        .metadata())
                .hasToString("{\"a\":\"b\"}");
    }

    @Test
    void membersWithoutEffectAreNamedAndRefusedInStrictMode() {
        String items = """
                "items": [{"role": "user", "content": [{"type": "input_text", "text": "hi", "x": 1}], "y": 1}]""";

        assertThat(ConversationBody.created(body("{\"z\": 1, " + items + "}"), Contexts.ordinary())
                        .ignored())
                .containsExactly("items[0].content[0].x", "items[0].y", "z");
        assertThat(ConversationBody.added(body("{\"z\": 1, " + items + "}"), Contexts.ordinary())
                        .ignored())
                .containsExactly("items[0].content[0].x", "items[0].y", "z");
        assertThat(ConversationBody.updated(body("{\"z\": 1, \"metadata\": {\"a\": \"b\"}}"), Contexts.ordinary())
                        .ignored())
                .containsExactly("z");
        RequestRejected rejected = catchThrowableOfType(
                RequestRejected.class, () -> ConversationBody.added(body("{" + items + "}"), Contexts.strict()));
        assertThat(rejected.error().param()).isEqualTo("items[0].content[0].x");
    }
}
