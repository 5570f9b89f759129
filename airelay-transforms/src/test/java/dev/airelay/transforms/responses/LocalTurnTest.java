package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.OpenAiStreamSchemas;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.memory.RetentionPolicy;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The members of a Responses request about the relay's own memory. */
class LocalTurnTest {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static TranslationContext keeping(RetentionPolicy keeping) {
        TranslationContext context = Contexts.ordinary();
        return context.withSettings(context.settings().withKeeping(keeping));
    }

    private static Translation translate(String members, TranslationContext context) {
        ObjectNode request = (ObjectNode) MAPPER.readTree("""
                {"model": "m", "input": "hi"}""");
        request.setAll((ObjectNode) MAPPER.readTree(members));
        return new ResponsesDialect().translate(request, context);
    }

    private static LocalTurn turn(String members) {
        return translate(members, Contexts.ordinary()).turn().orElseThrow();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            OFF                   | {}               | false
            OFF                   | {"store":false}  | false
            UNLESS_ASKED_TO_STORE | {}               | true
            UNLESS_ASKED_TO_STORE | {"store":null}   | true
            UNLESS_ASKED_TO_STORE | {"store":false}  | false
            ALL                   | {}               | true
            ALL                   | {"store":true}   | true
            ALL                   | {"store":false}  | false
            """)
    void responseIsKeptAsTheOwnerAndTheClientSay(RetentionPolicy keeping, String members, boolean kept) {
        assertThat(translate(members, keeping(keeping)).turn().orElseThrow().kept())
                .isEqualTo(kept);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            OFF                   | {"store":true}                      | store
            OFF                   | {"background":true}                 | background
            UNLESS_ASKED_TO_STORE | {"store":true}                      | store
            ALL                   | {"background":true,"store":false}   | background
            """)
    void whatCannotBeKeptIsRefused(RetentionPolicy keeping, String members, String param) {
        RequestRejected rejected =
                catchThrowableOfType(RequestRejected.class, () -> translate(members, keeping(keeping)));

        assertThat(rejected.error().param()).isEqualTo(param);
        assertThat(rejected.error().code()).isEqualTo("unsupported_value");
    }

    @Test
    void storingByOurselvesOnRequestIsDisclosed() {
        assertThat(translate("{\"store\":true}", keeping(RetentionPolicy.ALL)).emulatedParameters())
                .containsExactly("store");
    }

    @Test
    void referencesAreReturnedWithTheIdOfTheResponse() {
        History history = History.none().withTurns("resp_1", List.of()).withTurns("conv_1", List.of());

        LocalTurn following = translate("{\"previous_response_id\":\"resp_1\"}", Contexts.remembering(history))
                .turn()
                .orElseThrow();
        LocalTurn goingOn = translate("{\"conversation\":{\"id\":\"conv_1\"}}", Contexts.remembering(history))
                .turn()
                .orElseThrow();

        assertThat(following.previousResponseId()).contains("resp_1");
        assertThat(following.conversationId()).isEmpty();
        assertThat(goingOn.conversationId()).contains("conv_1");
        assertThat(goingOn.responseId()).isEqualTo("resp_testid");
        assertThat(goingOn.background()).isFalse();
        assertThat(turn("{\"background\":true}").background()).isTrue();
    }

    @Test
    void conversationKeepsItsPromptCacheWithAnyBeginning() {
        History one = History.none().withTurns("conv_1", List.of());
        History other = one.withTurns("conv_1", List.of("""
                {"role":"user","content":"earlier"}""".getBytes(StandardCharsets.UTF_8)));
        String members = "{\"conversation\":\"conv_1\"}";

        assertThat(translate(members, Contexts.remembering(one)).request().sessionId())
                .isEqualTo(translate(members, Contexts.remembering(other))
                        .request()
                        .sessionId())
                .isNotEqualTo(translate("{}", Contexts.ordinary()).request().sessionId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "hi" | [{"id":"msg_testid_i0","type":"message","role":"user","content":[{"type":"input_text","text":"hi"}],"status":"completed"}]
            [{"role":"system","content":"s"}] | [{"id":"msg_testid_i0","type":"message","role":"system","content":[{"type":"input_text","text":"s"}],"status":"completed"}]
            [{"role":"assistant","content":"a","phase":null},{"role":"user","content":"u"}] | [{"id":"msg_testid_i0","type":"message","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[],"logprobs":[]}],"status":"completed"},{"id":"msg_testid_i1","type":"message","role":"user","content":[{"type":"input_text","text":"u"}],"status":"completed"}]
            [{"id":"msg_own","type":"message","role":"user","status":"completed","content":[{"type":"input_image","file_id":null,"image_url":"https://e.com/a.png"}]}] | [{"id":"msg_testid_i0","type":"message","role":"user","status":"completed","content":[{"type":"input_image","file_id":null,"image_url":"https://e.com/a.png","detail":"auto"}]}]
            [{"type":"local_shell_call","call_id":"c","action":{}},{"type":"local_shell_call_output","id":"c","output":"a"}] | [{"id":"lsh_testid_i0","type":"local_shell_call","call_id":"c","action":{},"status":"completed"},{"id":"c","type":"local_shell_call_output","output":"a","status":"completed"}]
            [{"role":"user","content":"\\ud800"},{"type":"compaction_trigger"}] | [{"id":"msg_testid_i0","type":"message","role":"user","content":[{"type":"input_text","text":"�"}],"status":"completed"}]
            """)
    void inputIsListedAsOpenAiListsIt(String input, String listed) {
        List<HistoryItem> items = turn("{\"input\":" + input + "}").input();

        assertThat(items.stream().map(item -> item.json().toString()).toList().toString())
                .isEqualTo(listed.replace("},{\"id\"", "}, {\"id\""));
        assertThat(items)
                .allSatisfy(item -> assertThat(
                                MAPPER.readTree(item.toBytes()).path("id").stringValue())
                        .isEqualTo(item.id()));
    }

    @Test
    void everyKindOfItemIsListedInItsPublishedForm() {
        List<HistoryItem> items = turn("""
                {"input": [
                 {"role": "user", "content": [{"type": "input_text", "text": "a"},
                    {"type": "input_file", "filename": "a.pdf", "file_data": "data:application/pdf;base64,JVBERi0xLjc="}]},
                 {"type": "reasoning", "id": "rs", "summary": [], "encrypted_content": "g"},
                 {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
                 {"type": "function_call_output", "call_id": "c1", "output": "42"},
                 {"type": "custom_tool_call", "call_id": "c2", "name": "g", "input": "x"},
                 {"type": "custom_tool_call_output", "call_id": "c2", "output": "y"},
                 {"type": "shell_call", "call_id": "c3", "action": {"commands": ["ls"], "timeout_ms": null,
                    "max_output_length": null}},
                 {"type": "shell_call_output", "call_id": "c3", "output": []},
                 {"type": "apply_patch_call", "call_id": "c4", "status": "completed",
                    "operation": {"type": "delete_file", "path": "a"}},
                 {"type": "apply_patch_call_output", "call_id": "c4", "status": "completed"},
                 {"type": "local_shell_call", "id": "l", "call_id": "c5", "status": "completed",
                    "action": {"type": "exec", "command": ["ls"], "env": {}}},
                 {"type": "function_call_output", "call_id": "c5", "output": "a"},
                 {"type": "web_search_call", "id": "w", "status": "completed", "action": {"type": "search", "query": "q"}},
                 {"type": "image_generation_call", "id": "i", "status": "completed", "result": "AAAA"},
                 {"type": "tool_search_call", "arguments": {}},
                 {"type": "tool_search_output", "tools": []},
                 {"type": "compaction", "encrypted_content": "g"}]}""").input();

        List<JsonNode> listed =
                items.stream().map(item -> (JsonNode) item.json()).toList();
        assertThat(listed).hasSize(17);
        assertThat(items.stream().map(HistoryItem::id)).doesNotHaveDuplicates();
        OpenAiStreamSchemas.assertValid("ItemResource", listed);
    }

    @Test
    void keptInputRefersToFilesAndIsReadAgainLikeTheClientsOwn() {
        LocalTurn turn = new ResponsesDialect()
                .translate((ObjectNode) MAPPER.readTree("""
                                {"model": "m", "input": [{"role": "system", "content": "s"},
                                 {"role": "user", "content": [{"type": "input_file", "file_id": "file-text"}]}]}"""), Contexts.remembering(History.none()))
                .turn()
                .orElseThrow();
        History history = History.none()
                .withTurns(
                        "resp_1",
                        turn.input().stream().map(HistoryItem::toBytes).toList());

        Translation next = translate("{\"previous_response_id\":\"resp_1\"}", Contexts.remembering(history));

        assertThat(LocalReferences.uploadedFiles(history)).containsExactly("file-text");
        assertThat(next.request().body().path("input").path(0).path("role").stringValue())
                .isEqualTo("developer");
        assertThat(next.request()
                        .body()
                        .path("input")
                        .path(1)
                        .path("content")
                        .path(0)
                        .path("text")
                        .stringValue())
                .startsWith("File: notes.txt");
    }

    private static Translation chat(String members) {
        ObjectNode request = (ObjectNode) MAPPER.readTree("{\"model\": \"m\", \"input\": \"hi\"}");
        request.setAll((ObjectNode) MAPPER.readTree(members));
        History history = History.none().withTurns("conv_1", List.of()).withTurns("resp_1", List.of());
        return new ChatDialect().translate(request, Contexts.remembering(history));
    }

    @Test
    void responseThatIsShownInTheChatFormIsAddedToItsConversation() {
        LocalTurn turn = chat("{\"conversation\":\"conv_1\"}").turn().orElseThrow();

        assertThat(turn.conversationId()).contains("conv_1");
        assertThat(turn.kept()).isFalse();
        assertThat(turn.input()).hasSize(1);
    }

    @Test
    void responseInTheChatFormIsNotStored() {
        assertThat(chat("{}").turn()).isEmpty();
        assertThat(chat("{\"previous_response_id\":\"resp_1\"}").emulatedParameters())
                .containsExactly("previous_response_id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"background":true}        | background
            {"store":true}             | store
            """)
    void whatNeedsAKeptResponseIsRefusedInTheChatForm(String members, String param) {
        RequestRejected rejected = catchThrowableOfType(RequestRejected.class, () -> chat(members));

        assertThat(rejected.error().param()).isEqualTo(param);
    }
}
