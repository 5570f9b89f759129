package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Extensions of chat messages that clients receive and send back: custom calls as functions, and reasoning. */
@Relay
class RelayChatToolsTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FUNCTION = "x-airelay-custom-calls: function";
    private static final String DETAILS = "x-airelay-reasoning: reasoning_details";
    private static final String PATCH = "*** Begin Patch\n*** End Patch";
    /** Flat, as Cursor offers it. */
    private static final String TOOLS = """
            [{"type": "custom", "name": "ApplyPatch", "description": "Edits files.",
              "format": {"type": "grammar", "syntax": "lark", "definition": "start: /(.|\\\\n)+/"}}]""";

    private final RunningRelay relay;

    RelayChatToolsTest(RunningRelay relay) {
        this.relay = relay;
    }

    private static String body(boolean stream, JsonNode messages, String more) {
        return "{\"model\": \"gpt-5.5\", \"stream\": " + stream + ", \"messages\": " + messages + more + "}";
    }

    private static ArrayNode question() {
        return JSON.createArrayNode()
                .add(JSON.createObjectNode().put("role", "user").put("content", "edit it"));
    }

    private WireAnswer ask(boolean stream, JsonNode messages, String more, String... header) {
        String[] headers = new String[header.length * 2];
        for (int i = 0; i < header.length; i++) {
            headers[2 * i] = header[i].substring(0, header[i].indexOf(':'));
            headers[2 * i + 1] = header[i].substring(header[i].indexOf(' ') + 1);
        }
        return relay.post("/v1/chat/completions", body(stream, messages, more), headers);
    }

    /** Returns the assistant's message; of a stream, joined from its deltas as clients do it. */
    private static ObjectNode message(WireAnswer answer) {
        if (!answer.isStream()) {
            return (ObjectNode) answer.json().at("/choices/0/message");
        }
        ObjectNode message = JSON.createObjectNode().put("role", "assistant").put("content", answer.deltas("content"));
        for (JsonNode chunk : answer.events()) {
            JsonNode delta = chunk.at("/choices/0/delta");
            delta.path("reasoning_details")
                    .forEach(detail -> message.withArray("reasoning_details").add(detail));
            for (JsonNode piece : delta.path("tool_calls")) {
                ArrayNode calls = message.withArray("tool_calls");
                if (piece.has("id")) {
                    calls.add(piece);
                } else {
                    ObjectNode function = (ObjectNode)
                            calls.get(piece.path("index").intValue()).path("function");
                    function.put(
                            "arguments",
                            function.path("arguments").stringValue()
                                    + piece.at("/function/arguments").stringValue());
                }
            }
        }
        return message;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void customCallMakesARoundTripAsAFunctionCall(boolean stream) {
        relay.script("call name=ApplyPatch args=\"" + PATCH + "\"");
        ArrayNode messages = question();

        ObjectNode said = message(ask(stream, messages, ", \"tools\": " + TOOLS, FUNCTION));

        JsonNode call = said.at("/tool_calls/0");
        assertThat(call.path("type").stringValue()).isEqualTo("function");
        assertThat(call.at("/function/name").stringValue()).isEqualTo("ApplyPatch");
        assertThat(call.at("/function/arguments").stringValue()).isEqualTo(PATCH);
        messages.add(said);
        messages.add(JSON.createObjectNode()
                .put("role", "tool")
                .put("tool_call_id", call.path("id").stringValue())
                .put("content", "Done"));

        WireAnswer second = ask(stream, messages, ", \"tools\": " + TOOLS, FUNCTION);

        assertThat(second.status()).isEqualTo(200);
        JsonNode input = lastInput();
        assertThat(types(input)).containsExactly("message", "custom_tool_call", "custom_tool_call_output");
        assertThat(input.at("/1/input").stringValue())
                .isEqualTo(call.at("/function/arguments").stringValue());
        assertThat(input.at("/2/output").stringValue()).isEqualTo("Done");
    }

    @Test
    void customCallKeepsItsFormUnlessTheClientAsks() {
        ObjectNode said = message(ask(false, question(), ", \"tools\": " + TOOLS + ", \"tool_choice\": \"required\""));

        assertThat(said.at("/tool_calls/0/type").stringValue()).isEqualTo("custom");
        assertThat(said.at("/tool_calls/0/custom/name").stringValue()).isEqualTo("ApplyPatch");
    }

    @Test
    void ownerChoosesTheFormOfCustomCallsAndAClientAnother(@TempDir Path dataDir) {
        try (RunningRelay chosen = RunningRelay.start(dataDir, Map.of("compatibility.custom_calls", "function"))) {
            String body = body(false, question(), ", \"tools\": " + TOOLS + ", \"tool_choice\": \"required\"");

            assertThat(chosen.chat(body)
                            .json()
                            .at("/choices/0/message/tool_calls/0/type")
                            .stringValue())
                    .isEqualTo("function");
            assertThat(chosen.post("/v1/chat/completions", body, "x-airelay-custom-calls", "custom")
                            .json()
                            .at("/choices/0/message/tool_calls/0/type")
                            .stringValue())
                    .isEqualTo("custom");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reasoningMakesARoundTripInDetails(boolean stream) {
        relay.script("reasoning parts=2");
        ArrayNode messages = question();

        ObjectNode said = message(ask(stream, messages, "", DETAILS));

        List<JsonNode> encrypted = said.path("reasoning_details")
                .valueStream()
                .filter(entry -> entry.path("type").stringValue().equals("reasoning.encrypted"))
                .toList();
        assertThat(encrypted).hasSize(1);
        messages.add(said);
        messages.addObject().put("role", "user").put("content", "and now?");

        WireAnswer second = ask(stream, messages, "", DETAILS);

        assertThat(second.status()).isEqualTo(200);
        assertThat(relay.emulator().requests("/responses")).hasSize(2);
        JsonNode input = lastInput();
        assertThat(types(input)).containsExactly("message", "reasoning", "message", "message");
        assertThat(input.at("/1/encrypted_content")).isEqualTo(encrypted.get(0).path("data"));
        assertThat(input.at("/1/summary/0/text").stringValue()).isNotBlank();
        assertThat(second.header("x-airelay-ignored-parameters").orElse("")).doesNotContain("reasoning_details");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reasoningOfAnotherProviderIsLeftOutAndNamed(boolean stream) {
        ArrayNode messages = question();
        messages.add(JSON.readTree("""
                {"role": "assistant", "content": "ok", "reasoning_details": [
                  {"type": "reasoning.text", "text": "hm", "signature": "ErUB", "format": "anthropic-claude-v1", "index": 0},
                  {"type": "reasoning.encrypted", "data": "gAAAAAnobody", "format": "openai-responses-v1", "index": 1}]}"""));
        messages.addObject().put("role", "user").put("content", "hello");

        WireAnswer answer = ask(stream, messages, "", DETAILS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-airelay-ignored-parameters").orElse(""))
                .contains("messages[1].reasoning_details[0]")
                .doesNotContain("reasoning_details[1]");
        // The upstream alone knows that it cannot read this one.
        assertThat(answer.header("x-airelay-emulated")).contains("reasoning.encrypted_content");
        assertThat(types(lastInput())).containsExactly("message", "message", "message");
    }

    private JsonNode lastInput() {
        List<RecordedRequest> requests = relay.emulator().requests("/responses");
        return requests.get(requests.size() - 1).body().orElseThrow().path("input");
    }

    private static List<String> types(JsonNode input) {
        List<String> types = new ArrayList<>();
        input.forEach(item -> types.add(item.path("type").stringValue("")));
        return types;
    }
}
