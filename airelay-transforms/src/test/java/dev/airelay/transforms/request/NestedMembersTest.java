package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.responses.Compaction;
import dev.airelay.transforms.responses.InputTokens;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Members below the top level of a request: sent, named by their path, or refused. */
class NestedMembersTest {

    private static final String USER = "{\"role\": \"user\", \"content\": \"hi\"}";
    private static final String CALL =
            "{\"type\": \"function_call\", \"call_id\": \"c\", \"name\": \"f\", \"arguments\": \"{}\"%s},"
                    + " {\"type\": \"function_call_output\", \"call_id\": \"c\", \"output\": \"o\"%s}";

    private static Translation chat(String members) {
        return translate(new ChatDialect(), Contexts.ordinary(), members);
    }

    private static Translation responses(String members) {
        return translate(new ResponsesDialect(), Contexts.ordinary(), members);
    }

    private static Translation translate(Dialect dialect, TranslationContext context, String members) {
        return dialect.translate(read("\"model\": \"m\", " + members), context);
    }

    private static ObjectNode read(String members) {
        return (ObjectNode) JsonMapper.shared().readTree("{" + members + "}");
    }

    private static String sent(Translation translation) {
        return translation.request().body().toString();
    }

    private static RequestRejected rejected(Dialect dialect, TranslationContext context, String members) {
        return catchThrowableOfType(RequestRejected.class, () -> translate(dialect, context, members));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            "messages": [{"role": "user", "content": "hi", "x": 1}]                               | messages[0].x
            "messages": [{"role": "user", "content": [{"type": "text", "text": "t", "x": 1}]}]    | messages[0].content[0].x
            "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://e.com/a", "x": 1}}]}] | messages[0].content[0].image_url.x
            "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "tool_calls": [{"id": "c", "function": {"name": "f", "x": 1}}]}, {"role": "tool", "tool_call_id": "c", "content": ""}] | messages[1].tool_calls[0].function.x
            "messages": [{"role": "user", "content": "hi"}], "response_format": {"type": "text", "x": 1}  | response_format.x
            "messages": [{"role": "user", "content": "hi"}], "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {}, "x": 1}} | response_format.json_schema.x
            "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f"}, "x": 1}] | tools[0].x
            "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f", "x": 1}}] | tools[0].function.x
            "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "name": "f"}], "tool_choice": {"type": "function", "function": {"name": "f"}, "x": 1} | tool_choice.x
            "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "name": "f"}], "tool_choice": {"type": "function", "function": {"name": "f", "x": 1}} | tool_choice.function.x
            "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "custom", "name": "c", "format": {"type": "text", "definition": "x"}}] | tools[0].format.definition
            "messages": [{"role": "user", "content": "hi"}], "stream_options": {"x": 1}          | stream_options.x
            "messages": [{"role": "user", "content": "hi"}], "web_search_options": {"x": 1}      | web_search_options.x
            "messages": [{"role": "user", "content": "hi"}], "web_search_options": {"user_location": {"x": 1}} | web_search_options.user_location.x
            """)
    void unknownMemberOfAChatRequestIsNamedByItsPathAndRefusedInStrictMode(String members, String path) {
        assertThat(chat(members).ignoredParameters()).containsExactly(path);

        RequestRejected rejected = rejected(new ChatDialect(), Contexts.strict(), members);
        assertThat(rejected.error().param()).isEqualTo(path);
        assertThat(rejected.error().code()).isEqualTo("unknown_parameter");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            "input": [{"role": "user", "content": "hi", "prefix": true}]                         | input[0].prefix
            "input": [{"role": "user", "content": [{"type": "input_text", "text": "t", "x": 1}]}] | input[0].content[0].x
            "input": [{"role": "user", "content": [{"type": "input_file", "file_url": "https://e.com/a", "x": 1}]}] | input[0].content[0].x
            "input": [{"type": "reasoning", "encrypted_content": "g", "summary": [{"type": "summary_text", "text": "s", "x": 1}]}] | input[0].summary[0].x
            "input": "hi", "tools": [{"type": "function", "name": "f", "x": 1}]                  | tools[0].x
            "input": "hi", "tools": [{"type": "namespace", "name": "n", "tools": [{"type": "function", "name": "f", "x": 1}]}] | tools[0].tools[0].x
            "input": "hi", "reasoning": {"x": 1}                                                 | reasoning.x
            "input": "hi", "text": {"x": 1}                                                      | text.x
            """)
    void unknownMemberOfAResponsesRequestIsNamedByItsPathOnEveryRoute(String members, String path) {
        ObjectNode body = read("\"model\": \"m\", " + members);

        assertThat(responses(members).ignoredParameters()).containsExactly(path);
        assertThat(new InputTokens().translate(body, Contexts.ordinary()).ignoredParameters())
                .containsExactly(path);
        assertThat(new Compaction().translate(body, Contexts.ordinary()).ignoredParameters())
                .contains(path);
        assertThat(rejected(new ResponsesDialect(), Contexts.strict(), members)
                        .error()
                        .param())
                .isEqualTo(path);
    }

    @Test
    void domainsOfAWebSearchAreSent() {
        Translation translation = chat("\"messages\": [" + USER + "], \"web_search_options\": {\"filters\":"
                + " {\"allowed_domains\": [\"example.org\"]}, \"external_web_access\": false}");

        assertThat(translation.request().body().path("tools").path(0)).hasToString("""
                {"type":"web_search","filters":{"allowed_domains":["example.org"]},"external_web_access":false}""");
        assertThat(translation.ignoredParameters()).isEmpty();
    }

    @Test
    void toolThatAnswersLaterIsSentAsSuch() {
        assertThat(sent(responses(
                        "\"input\": \"hi\", \"tools\": [{\"type\": \"function\", \"name\": \"f\", \"async\": true}]")))
                .contains("\"async\":true");
        assertThat(sent(responses("\"input\": [" + CALL.formatted(", \"async\": true", "") + "]")))
                .contains("\"async\":true");
    }

    @Test
    void choiceThatForbidsSeveralCallsForbidsThem() {
        Translation translation = chat(
                "\"messages\": [" + USER + "], \"tools\": [{\"type\": \"function\", \"name\": \"f\"}],"
                        + " \"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"f\"}, \"disable_parallel_tool_use\": true}");

        assertThat(translation.request().body().path("parallel_tool_calls").booleanValue())
                .isFalse();
        assertThat(translation.ignoredParameters()).isEmpty();
    }

    /** Without these members the answer would mean something else. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "I", "prefix": true}] | messages[1].prefix
            "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "I", "partial": true}] | messages[1].partial
            "messages": [{"role": "user", "content": "hi"}], "response_format": {"type": "json_object", "schema": {"type": "object"}} | response_format.schema
            "messages": [{"role": "user", "content": "hi"}], "response_format": {"type": "text", "json_schema": {"name": "n"}} | response_format.json_schema
            "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f"}, "parameters": {"type": "object"}}] | tools[0].parameters
            "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f"}, "strict": true}] | tools[0].strict
            "messages": [{"role": "user", "content": "hi"}], "guided_json": {"type": "object"}     | guided_json
            "messages": [{"role": "user", "content": "hi"}], "search_domain_filter": ["example.org"] | search_domain_filter
            "messages": [{"role": "user", "content": "hi"}], "continue_final_message": true        | continue_final_message
            "messages": [{"role": "user", "content": "hi"}], "input": "hi"                         | input
            "messages": [{"role": "user", "content": "hi"}], "previous_response_id": "resp_1"      | previous_response_id
            """)
    void memberThatChangesTheMeaningIsRefusedByName(String members, String path) {
        RequestRejected rejected = rejected(new ChatDialect(), Contexts.ordinary(), members);

        assertThat(rejected.error().param()).isEqualTo(path);
        assertThat(rejected.error().code()).startsWith("unsupported_");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "a", "refusal": null, "audio": null, "function_call": null, "name": null, "annotations": [], "tool_calls": [], "reasoning_content": "", "parsed": {"a": 1}, "prefix": false}]
            "messages": [{"role": "user", "content": "hi", "name": "", "providerOptions": {}, "x": "", "y": [], "z": null}]
            "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "tool_calls": [{"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": "{}", "parsed_arguments": {}}}]}, {"role": "tool", "tool_call_id": "c", "name": "f", "content": "o"}]
            "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f", "strict": null}, "strict": false}]
            "messages": [{"role": "user", "content": "hi"}], "guided_json": null, "grammar": "", "format": {}, "structured_outputs": false, "transforms": []
            """)
    void whatSaysNothingIsNotNamedAndNeverRefused(String members) {
        assertThat(chat(members).ignoredParameters()).isEmpty();
        assertThat(translate(new ChatDialect(), Contexts.strict(), members).ignoredParameters())
                .isEmpty();
    }

    /** Everything that an answer has can be sent back, in strict mode too. */
    @Test
    void membersOfAnAnswerAreTakenBack() {
        String items = "\"input\": [" + USER + ", {\"type\": \"message\", \"id\": \"msg_1\", \"role\": \"assistant\","
                + " \"status\": \"completed\", \"phase\": null, \"content\": [{\"type\": \"output_text\", \"text\": \"a\","
                + " \"annotations\": [{\"type\": \"url_citation\"}], \"logprobs\": []}]}, "
                + CALL.formatted(
                        ", \"id\": \"fc_1\", \"status\": \"completed\", \"caller\": {\"type\": \"direct\"},"
                                + " \"created_by\": \"me\", \"parsed_arguments\": {}",
                        ", \"id\": \"fco_1\", \"status\": \"completed\", \"name\": \"f\"")
                + "]";
        String message = "\"messages\": [" + USER + ", {\"role\": \"assistant\", \"content\": \"a\","
                + " \"reasoning_content\": \"thought\", \"annotations\": [{\"type\": \"url_citation\"}]}]";

        assertThat(translate(new ResponsesDialect(), Contexts.strict(), items).ignoredParameters())
                .containsExactly("input[1].content[0].annotations");
        assertThat(translate(new ChatDialect(), Contexts.strict(), message).ignoredParameters())
                .containsExactly("messages[1].annotations", "messages[1].reasoning_content");
    }

    /** The upstream may send members and parts that the relay does not know, and the client cannot tell them from others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"message\", \"id\": \"m\", \"role\": \"assistant\", \"content\": \"a\", \"end_turn\": true}",
                "{\"type\": \"message\", \"id\": \"m\", \"role\": \"assistant\", \"content\": [{\"type\": \"new\", \"x\": 1}]}",
                "{\"type\": \"reasoning\", \"id\": \"r\", \"summary\": [], \"encrypted_content\": \"c\", \"x\": 1}",
                "{\"type\": \"web_search_call\", \"id\": \"w\", \"action\": {\"type\": \"search\"}, \"x\": 1}"
            })
    void itemOfTheUpstreamsIsTakenBackWithWhatIsNewInIt(String item) {
        String sentBack = "\"input\": [" + USER + ", " + item + "]";
        String made = sentBack.replaceFirst("\"id\": \"[mrw]\", ", "");

        assertThat(translate(new ResponsesDialect(), Contexts.strict(), sentBack)
                        .ignoredParameters())
                .hasSize(1);
        assertThat(rejected(new ResponsesDialect(), Contexts.strict(), made)
                        .error()
                        .param())
                .startsWith("input[1].");
    }

    @Test
    void callByAProgramIsNamed() {
        String items = "\"input\": ["
                + CALL.formatted(", \"caller\": {\"type\": \"program\", \"caller_id\": \"p\"}", "") + "]";

        assertThat(responses(items).ignoredParameters()).containsExactly("input[0].caller");
    }

    /** The file takes the place of the part, and with it of all its members. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "file", "file": {"file_id": "file-text", "x": 1}}                    | messages[0].content[0].file.x
            {"type": "file", "file": {"file_id": "file-text", "filename": "other.txt"}}   | messages[0].content[0].file.filename
            {"type": "file", "file": {"file_id": "file-text"}, "x": 1}                    | messages[0].content[0].x
            {"type": "image_url", "image_url": {"file_id": "file-png", "x": 1}}           | messages[0].content[0].image_url.x
            {"type": "input_file", "file_id": "file-text", "detail": "high"}              | messages[0].content[0].detail
            """)
    void membersBesideAFileIdAreNamed(String part, String path) {
        TranslationContext files = Contexts.knowing(ModelDirectory.unknown(), UploadedFiles.DIRECTORY);

        assertThat(translate(
                                new ChatDialect(),
                                files,
                                "\"messages\": [{\"role\": \"user\", \"content\": [" + part + "]}]")
                        .ignoredParameters())
                .containsExactly(path);
    }

    @Test
    void keptTurnsAreNotOfTheRequestAndNotNamed() {
        TranslationContext context = Contexts.knowing(ModelDirectory.unknown(), FileDirectory.empty())
                .withHistory(History.none()
                        .withTurns(
                                "resp_1",
                                List.of("{\"role\":\"user\",\"content\":\"q\",\"x\":1}"
                                        .getBytes(StandardCharsets.UTF_8))));

        assertThat(translate(new ResponsesDialect(), context, "\"previous_response_id\": \"resp_1\", \"input\": \"hi\"")
                        .ignoredParameters())
                .isEmpty();
    }

    /** Unlimited nesting would need unlimited checks. */
    @Test
    void namespaceInANamespaceIsRefused() {
        RequestRejected rejected = rejected(new ResponsesDialect(), Contexts.ordinary(), """
                "input": "hi", "tools": [{"type": "namespace", "name": "a", "tools": [
                  {"type": "namespace", "name": "b", "tools": []}]}]""");

        assertThat(rejected.error().param()).isEqualTo("tools[0].tools[0].type");
        assertThat(rejected.error().message()).contains("functions and custom tools");
    }

    @Test
    void memberNamedLikeAPathIsNotTheMemberAtThatPath() {
        assertThat(responses("\"input\": \"hi\", \"text.format\": {\"type\": \"text\"}")
                        .ignoredParameters())
                .containsExactly("text.format");
    }

    @Test
    void manyNamesAreCountedRatherThanListed() {
        StringBuilder messages = new StringBuilder(USER);
        for (int i = 0; i < 50; i++) {
            messages.append(", {\"role\": \"user\", \"content\": \"hi\", \"x\": 1}");
        }
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            members.append(", \"member_").append(Integer.toString(i, 36)).append("\": 1");
        }

        List<String> named = chat("\"temperature\": 1, \"messages\": [" + messages + "]" + members)
                .ignoredParameters();

        assertThat(named).hasSize(33).contains("messages[1].x", "messages[8].x", "temperature");
        assertThat(named).doesNotContain("messages[9].x").last().isEqualTo("and 10019 more");
        assertThat(String.join(", ", named)).hasSizeLessThan(1000);
    }
}
