package dev.airelay.transforms.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.request.KnownModels;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ModelTraits;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The upstream request for a Messages request. */
class MessagesRequestTest {

    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    private static Translation translated(String members, TranslationContext context) {
        ObjectNode body = json("""
                {"model": "gpt-5.5", "max_tokens": 100, "messages": [{"role": "user", "content": "hi"}]}""");
        body.setAll(json(members));
        return new MessagesDialect().translate(body, context);
    }

    private static Translation translated(String members) {
        return translated(members, Contexts.ordinary());
    }

    private static ObjectNode sent(String members) {
        return translated(members).request().body();
    }

    private static JsonNode input(String messages) {
        return sent("{\"messages\": " + messages + "}").path("input");
    }

    private static RequestRejected refused(String members) {
        try {
            translated(members);
        } catch (RequestRejected rejected) {
            return rejected;
        }
        throw new AssertionError("accepted: " + members);
    }

    private static JsonNode tree(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void systemBlocksBecomeInstructionsWithoutTheOneThatDiffersBetweenVersions() {
        Translation translation = translated("""
                {"system": [{"type": "text", "text": "x-anthropic-billing-header: cc_version=1;"},
                            {"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}},
                            {"type": "text", "text": "Be kind."}]}""");

        assertThat(translation.request().body().path("instructions").stringValue())
                .isEqualTo("Be brief.\n\nBe kind.");
        assertThat(translation.ignoredParameters()).contains("system[0]", "system[1].cache_control", "max_tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Be brief.\"", "[{\"type\": \"text\", \"text\": \"Be brief.\"}]"})
    void systemMessageInTheMiddleBecomesADeveloperMessage(String content) {
        JsonNode input = input("[{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"system\", \"content\": "
                + content + "}, {\"role\": \"user\", \"content\": \"b\"}]");

        assertThat(input.get(1)).isEqualTo(tree("""
                {"type": "message", "role": "developer", "content": [{"type": "input_text", "text": "Be brief."}]}"""));
    }

    @Test
    void systemMessageIsLeftOutOnceALaterUserMessageClearsIt() {
        String messages = """
                [{"role": "user", "content": "a"},
                 {"role": "system", "content": "Now.", "clear_at": "next_user_message"}%s]""";

        assertThat(input(messages.formatted(""))).hasSize(2);
        assertThat(input(messages.formatted(", {\"role\": \"user\", \"content\": \"b\"}")))
                .hasSize(2);
    }

    @Test
    void callsAndResultsKeepTheirPairs() {
        JsonNode input = input("""
                [{"role": "user", "content": "a"},
                 {"role": "assistant", "content": [{"type": "text", "text": "Looking."},
                   {"type": "tool_use", "id": "toolu_1", "name": "Bash", "input": {"command": "ls"}},
                   {"type": "tool_use", "id": "toolu_2", "name": "Bash", "input": {}}]},
                 {"role": "user", "content": [
                   {"type": "tool_result", "tool_use_id": "toolu_2", "content": "two", "is_error": true},
                   {"type": "tool_result", "tool_use_id": "toolu_1", "content": [{"type": "text", "text": "one"}]},
                   {"type": "text", "text": "continue"}]}]""");

        assertThat(input.values())
                .extracting(item -> item.path("type").stringValue())
                .containsExactly(
                        "message",
                        "message",
                        "function_call",
                        "function_call",
                        "function_call_output",
                        "function_call_output",
                        "message");
        assertThat(input.get(2)).isEqualTo(tree("""
                {"type": "function_call", "call_id": "toolu_1", "name": "Bash", "arguments": "{\\"command\\":\\"ls\\"}"}"""));
        assertThat(input.get(4).path("call_id").stringValue()).isEqualTo("toolu_2");
        assertThat(input.get(4).path("output").stringValue()).isEqualTo("Error: two");
        assertThat(input.get(5).path("output")).isEqualTo(tree("[{\"type\": \"input_text\", \"text\": \"one\"}]"));
    }

    @Test
    void imageInAResultStaysAnImage() {
        JsonNode output = input("""
                [{"role": "user", "content": "a"},
                 {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "Read", "input": {}}]},
                 {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "is_error": false, "content": [
                   {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "%s"}}]}]}]""".formatted(PIXEL)).get(2).path("output");

        assertThat(output.path(0).path("type").stringValue()).isEqualTo("input_image");
        assertThat(output.path(0).path("image_url").stringValue()).isEqualTo("data:image/png;base64," + PIXEL);
    }

    @Test
    void longCallIdIsShortenedAlikeInTheResult() {
        String id = "toolu_" + "x".repeat(100);
        JsonNode input = input("""
                [{"role": "user", "content": "a"},
                 {"role": "assistant", "content": [{"type": "tool_use", "id": "%s", "name": "f", "input": {}}]},
                 {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "%s", "content": "o"}]}]""".formatted(id, id));

        assertThat(input.get(1).path("call_id").stringValue()).hasSizeLessThanOrEqualTo(64);
        assertThat(input.get(2).path("call_id")).isEqualTo(input.get(1).path("call_id"));
    }

    @Test
    void callWithoutResultAndResultWithoutCallAreRefused() {
        String call = """
                {"messages": [{"role": "user", "content": "a"},
                 {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "f", "input": {}}]},
                 {"role": "user", "content": "b"}]}""";
        String result = """
                {"messages": [{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1"}]}]}""";

        assertThat(refused(call).error().message()).contains("`tool_use` ids were found", "t1");
        assertThat(refused(result).error().message()).contains("unexpected `tool_use_id`", "t1");
    }

    @Test
    void documentsBecomeFilesOrText() {
        JsonNode parts = input("""
                [{"role": "user", "content": [
                  {"type": "document", "title": "Report", "source": {"type": "base64", "media_type": "application/pdf",
                   "data": "JVBERi0xLjQK"}},
                  {"type": "document", "source": {"type": "url", "url": "https://example.com/a.pdf"}},
                  {"type": "document", "title": "Notes", "context": "From Ann.",
                   "source": {"type": "text", "media_type": "text/plain", "data": "Hello."}},
                  {"type": "document", "source": {"type": "content", "content": [{"type": "text", "text": "part"}]}},
                  {"type": "search_result", "source": "https://example.com", "title": "T",
                   "content": [{"type": "text", "text": "found"}]}]}]""").get(0).path("content");

        assertThat(parts.get(0)).isEqualTo(tree("""
                {"type": "input_file", "filename": "Report", "file_data": "data:application/pdf;base64,JVBERi0xLjQK"}"""));
        assertThat(parts.get(1)).isEqualTo(tree("""
                {"type": "input_file", "file_url": "https://example.com/a.pdf"}"""));
        assertThat(parts.get(2).path("text").stringValue()).isEqualTo("Document: Notes\n\nFrom Ann.\n\nHello.");
        assertThat(parts.get(3).path("text").stringValue()).isEqualTo("part");
        assertThat(parts.get(4).path("text").stringValue())
                .isEqualTo("Search result: T (https://example.com)\n\nfound");
    }

    @Test
    void filesWithinADocumentAreLookedUpToo() {
        ObjectNode body = json("""
                {"messages": [{"role": "user", "content": [
                  {"type": "image", "source": {"type": "file", "file_id": "file-1"}},
                  {"type": "document", "source": {"type": "content", "content": [
                    {"type": "image", "source": {"type": "file", "file_id": "file-2"}}]}},
                  {"type": "tool_result", "tool_use_id": "t", "content": [
                    {"type": "document", "source": {"type": "file", "file_id": "file-3"}}]}]}]}""");

        assertThat(new MessagesDialect().uploadedFiles(body)).containsExactly("file-1", "file-2", "file-3");
    }

    @Test
    void tooManyStopSequencesAreRefused() {
        String stops = String.join(", ", Collections.nCopies(65, "\"a\""));

        assertThat(refused("{\"stop_sequences\": [" + stops + "]}").error().param())
                .isEqualTo("stop_sequences");
    }

    @Test
    void contentOtherThanPdfIsRefusedWhereItStands() {
        RequestRejected refused = refused("""
                {"messages": [{"role": "user", "content": [{"type": "document", "source":
                  {"type": "base64", "media_type": "application/pdf", "data": "aGVsbG8="}}]}]}""");

        assertThat(refused.error().param()).isEqualTo("messages[0].content[0].source.data");
    }

    @Test
    void thinkingOfTheRelayIsSentBackAndEveryOtherIsLeftOut() {
        String signature = new ThinkingSignature("rs_1", "gAAA").text();
        Translation translation = translated("""
                {"messages": [{"role": "user", "content": "a"},
                 {"role": "assistant", "content": [
                   {"type": "thinking", "thinking": "why", "signature": "%s"},
                   {"type": "thinking", "thinking": "other", "signature": "EqQBCgIYAhIM"},
                   {"type": "redacted_thinking", "data": "abc"},
                   {"type": "text", "text": "b"}]},
                 {"role": "user", "content": "c"}]}""".formatted(signature));
        JsonNode input = translation.request().body().path("input");

        assertThat(input.get(1)).isEqualTo(tree("""
                {"type": "reasoning", "summary": [{"type": "summary_text", "text": "why"}], "encrypted_content": "gAAA"}"""));
        assertThat(input.get(2).path("role").stringValue()).isEqualTo("assistant");
        assertThat(input).hasSize(4);
        assertThat(translation.ignoredParameters()).contains("messages[1].content[1]", "messages[1].content[2]");
    }

    @Test
    void thinkingWithNothingBehindItIsLeftOut() {
        Translation translation = translated("""
                {"messages": [{"role": "user", "content": "a"},
                 {"role": "assistant", "content": [{"type": "thinking", "thinking": "why", "signature": "%s"}]},
                 {"role": "user", "content": "c"}]}""".formatted(new ThinkingSignature("rs_1", "gAAA").text()));

        assertThat(translation.request().body().path("input")).hasSize(2);
        assertThat(translation.ignoredParameters()).contains("messages[1].content[0]");
    }

    @Test
    void toolBecomesAFunctionThatTheUpstreamAccepts() {
        JsonNode tool = sent("""
                {"tools": [{"name": "mcp__server__%s", "description": "", "cache_control": {"type": "ephemeral"},
                  "input_schema": {"$schema": "https://json-schema.org/draft/2020-12/schema"}}]}""".formatted("x".repeat(80))).path("tools").get(0);

        assertThat(tool.path("name").stringValue()).startsWith("mcp__").hasSizeLessThanOrEqualTo(64);
        assertThat(tool.has("description")).isFalse();
        assertThat(tool.path("parameters")).isEqualTo(tree("{\"type\": \"object\", \"properties\": {}}"));
        assertThat(tool.path("strict").booleanValue()).isFalse();
        assertThat(tool.propertyNames()).containsExactlyInAnyOrder("type", "name", "parameters", "strict");
    }

    @Test
    void deferredToolIsOfferedOnceAReferenceNamesIt() {
        String tools = """
                "tools": [{"name": "ToolSearch", "input_schema": {"type": "object"}},
                          {"name": "Late", "defer_loading": true, "input_schema": {"type": "object"}}]""";
        String search = """
                "messages": [{"role": "user", "content": "a"},
                  {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "ToolSearch", "input": {}}]},
                  {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": [
                    {"type": "tool_reference", "tool_name": "Late"}]}]}]""";

        assertThat(sent("{" + tools + "}").path("tools")).hasSize(1);
        JsonNode found = sent("{" + tools + ", " + search + "}");
        assertThat(found.path("tools")).hasSize(2);
        assertThat(found.at("/input/2/output/0/text").stringValue()).isEqualTo("The tool Late can be called now.");
    }

    @Test
    void deferredToolsAreOfferedAtOnceIfNothingCouldFindThem() {
        String late = "{\"name\": \"Late\", \"defer_loading\": true, \"input_schema\": {\"type\": \"object\"}}";
        String server = "{\"type\": \"tool_search_tool_regex_20251119\", \"name\": \"tool_search_tool_regex\"}";

        assertThat(sent("{\"tools\": [" + late + "]}").path("tools")).hasSize(1);
        assertThat(sent("{\"tools\": [" + late + ", " + server + "]}").path("tools"))
                .hasSize(1);
    }

    @Test
    void conversationAddsAndRemovesTools() {
        JsonNode tools = sent("""
                {"tools": [{"name": "a", "input_schema": {"type": "object"}}, {"name": "b", "input_schema": {"type": "object"}}],
                 "messages": [{"role": "user", "content": "x"}, {"role": "system", "content": [
                  {"type": "tool_removal", "tool": {"type": "tool_reference", "name": "a"}},
                  {"type": "tool_addition", "tool": {"type": "tool_definition", "definition":
                   {"name": "c", "input_schema": {"type": "object"}}}}]}]}""").path("tools");

        assertThat(tools.values())
                .extracting(tool -> tool.path("name").stringValue())
                .containsExactly("b", "c");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `{"type": "auto"}`,                 `"auto"`
            `{"type": "any"}`,                  `"required"`
            `{"type": "none"}`,                 `"none"`
            `{"type": "tool", "name": "f"}`,    `{"type": "function", "name": "f"}`
            `{"type": "tool", "name": "web_search"}`, `{"type": "web_search"}`
            """)
    void toolChoiceHasTheUpstreamsForm(String choice, String upstream) {
        ObjectNode body = sent("""
                {"tools": [{"name": "f", "input_schema": {"type": "object"}},
                           {"type": "web_search_20250305", "name": "web_search"}], "tool_choice": %s}""".formatted(choice));

        assertThat(body.path("tool_choice")).isEqualTo(tree(upstream));
        assertThat(body.path("parallel_tool_calls").booleanValue()).isTrue();
    }

    @Test
    void parallelUseCanBeForbidden() {
        assertThat(sent("""
                {"tools": [{"name": "f", "input_schema": {"type": "object"}}],
                 "tool_choice": {"type": "auto", "disable_parallel_tool_use": true}}""").path("parallel_tool_calls").booleanValue()).isFalse();
    }

    @Test
    void choiceOfAToolThatIsNotOfferedIsRefused() {
        RequestRejected refused = refused("""
                {"tools": [{"name": "f", "input_schema": {"type": "object"}}], "tool_choice": {"type": "tool", "name": "g"}}""");

        assertThat(refused.error().param()).isEqualTo("tool_choice.name");
    }

    @Test
    void webSearchKeepsItsSettingsAndAsksForSources() {
        ObjectNode body = sent("""
                {"tools": [{"type": "web_search_20250305", "name": "web_search", "max_uses": 8, "allowed_domains": ["a.org"],
                  "blocked_domains": [], "user_location": {"type": "approximate", "city": "Oslo"}}]}""");

        assertThat(body.path("tools").get(0)).isEqualTo(tree("""
                {"type": "web_search", "filters": {"allowed_domains": ["a.org"]},
                 "user_location": {"type": "approximate", "city": "Oslo"}}"""));
        assertThat(body.path("include").toString()).contains("web_search_call.action.sources");
        assertThat(refused("""
                {"tools": [{"type": "web_search_20250305", "name": "web_search", "allowed_domains": ["a.org"],
                  "blocked_domains": ["b.org"]}]}""").error().code()).isEqualTo("mutually_exclusive_parameters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash_20250124", "text_editor_20250728", "memory_20250818"})
    void toolWhoseSchemaOnlyAnthropicsModelsKnowIsSentWithIt(String type) {
        JsonNode tool = sent("{\"tools\": [{\"type\": \"" + type + "\", \"name\": \"t\"}]}")
                .path("tools")
                .get(0);

        assertThat(tool.at("/parameters/properties/command").isObject()).isTrue();
        assertThat(tool.path("description").stringValue()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"computer_20250124", "code_execution_20250825", "web_fetch_20250910", "mcp_toolset"})
    void toolThatTheUpstreamLacksIsRefusedByName(String type) {
        RequestRejected refused = refused("{\"tools\": [{\"type\": \"" + type + "\", \"name\": \"t\"}]}");

        assertThat(refused.error().param()).isEqualTo("tools[0].type");
        assertThat(refused.error().message()).contains(type);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `{"thinking": {"type": "enabled", "budget_tokens": 1024}}`,  low
            `{"thinking": {"type": "enabled", "budget_tokens": 16384}}`, medium
            `{"thinking": {"type": "enabled", "budget_tokens": 16385}}`, high
            `{"thinking": {"type": "disabled"}}`,                         low
            `{"thinking": {"type": "adaptive"}}`,                         medium
            `{"thinking": {"type": "enabled", "budget_tokens": 1024}, "output_config": {"effort": "xhigh"}}`, xhigh
            `{"output_config": {"effort": "high"}, "messages": [{"role": "user", "content": "a"}, {"role": "system", "content": "s", "output_config": {"effort": "low"}}]}`, low
            """)
    void effortComesFromTheConfigurationElseFromTheBudget(String members, String effort) {
        TranslationContext context = Contexts.knowing(KnownModels.DIRECTORY, FileDirectory.empty());

        assertThat(translated(members, context)
                        .request()
                        .body()
                        .at("/reasoning/effort")
                        .stringValue())
                .isEqualTo(effort);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `{"thinking": {"type": "adaptive"}}`,                       auto
            `{"thinking": {"type": "adaptive", "display": "omitted"}}`, ``
            `{}`,                                                       ``
            """)
    void summaryIsAskedForIfTheClientShowsIt(String members, String summary) {
        assertThat(sent(members).at("/reasoning/summary").stringValue("")).isEqualTo(summary);
    }

    @Test
    void schemaOfTheAnswerIsStrictIfTheUpstreamCanEnforceIt() {
        String closed = """
                {"type": "object", "properties": {"t": {"type": "string"}}, "required": ["t"], "additionalProperties": false}""";
        String open = "{\"type\": \"object\", \"properties\": {\"t\": {\"type\": \"string\"}}}";

        String inside = """
                {"type": "object", "properties": {"m": {"type": "object"}}, "required": ["m"], "additionalProperties": false}""";

        assertThat(format(inside).path("strict").booleanValue()).isFalse();
        assertThat(format("{\"oneOf\": [" + closed + "]}").path("strict").booleanValue())
                .isFalse();
        assertThat(format(closed).path("strict").booleanValue()).isTrue();
        assertThat(format(open).path("strict").booleanValue()).isFalse();
        assertThat(format(closed).path("schema")).isEqualTo(tree(closed));
    }

    private static JsonNode format(String schema) {
        return sent("{\"output_config\": {\"format\": {\"type\": \"json_schema\", \"schema\": " + schema + "}}}")
                .at("/text/format");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            claude-opus-4-8,          gpt-9-sol
            claude-sonnet-4-5[1M],    gpt-9-sol
            claude-haiku-4-5-20251001, gpt-9-luna
            gpt-9-luna[1m],           gpt-9-luna
            gpt-9-sol,                gpt-9-sol
            anything,                 anything
            claude-mine,              gpt-9-astra
            claude-own-7,             gpt-9-luna
            """)
    void namesOfAnthropicStandForTheUpstreamsModels(String asked, String upstream) {
        List<String> names = List.of("gpt-9-sol", "gpt-9-luna", "gpt-9-astra");
        ModelDirectory directory = new ModelDirectory() {
            @Override
            public Optional<ModelTraits> find(String name) {
                return Optional.of(name)
                        .filter(names::contains)
                        .map(known -> new ModelTraits(known, List.of(), Optional.empty(), true));
            }

            @Override
            public List<String> names() {
                return names;
            }
        };
        TranslationContext context = Contexts.knowing(directory, FileDirectory.empty())
                .withSettings(TranslationSettings.defaults()
                        .withModelAliases(Map.of("claude-mine", "gpt-9-astra", "claude-own-*", "gpt-9-luna")));

        assertThat(translated("{\"model\": \"" + asked + "\"}", context)
                        .request()
                        .model())
                .isEqualTo(upstream);
    }

    @Test
    void sessionIsTheOneOfClaudeCodeInTheBody() {
        CodexRequest first = translated("""
                {"metadata": {"user_id": "{\\"device_id\\":\\"d\\",\\"session_id\\":\\"s1\\"}"}}""").request();
        CodexRequest later = translated("""
                {"metadata": {"user_id": "{\\"session_id\\":\\"s1\\",\\"device_id\\":\\"e\\"}"},
                 "messages": [{"role": "user", "content": "another"}]}""").request();
        CodexRequest other = translated("""
                {"metadata": {"user_id": "{\\"session_id\\":\\"s2\\"}"}}""").request();

        assertThat(first.sessionId()).isEqualTo(later.sessionId()).isNotEqualTo(other.sessionId());
    }

    @Test
    void blocksOfServersInEarlierAnswersAreLeftOutByName() {
        Translation translation = translated("""
                {"messages": [{"role": "user", "content": "a"},
                 {"role": "assistant", "content": [
                  {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "q"}},
                  {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []},
                  {"type": "text", "text": "b"}]},
                 {"role": "user", "content": "c"}]}""");

        assertThat(translation.request().body().path("input")).hasSize(3);
        assertThat(translation.ignoredParameters()).contains("messages[1].content[0]", "messages[1].content[1]");
    }

    @Test
    void partialMessageOfTheAssistantIsRefused() {
        RequestRejected refused = refused("""
                {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "The answer is"}]}""");

        assertThat(refused.error().message()).contains("must end with a user message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"container\": \"c\"}",
                "{\"mcp_servers\": [{\"type\": \"url\", \"url\": \"https://example.com\", \"name\": \"n\"}]}",
                "{\"thread\": {\"type\": \"create\"}}"
            })
    void parameterThatWouldChangeTheAnswerIsRefused(String members) {
        assertThat(refused(members).error().param())
                .isEqualTo(json(members).propertyNames().iterator().next());
    }

    @Test
    void strictModeAcceptsWhatEveryRequestMustHave() {
        assertThat(translated("{}", Contexts.strict()).ignoredParameters()).containsExactly("max_tokens");
        assertThatThrownBy(() -> translated("{\"top_k\": 3}", Contexts.strict()))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("top_k");
    }

    @Test
    void toolsAreRefusedOnTheRouteWithoutTools() {
        assertThatThrownBy(() -> translated(
                        "{\"tools\": [{\"name\": \"f\", \"input_schema\": {\"type\": \"object\"}}]}",
                        Contexts.withoutTools()))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("does not allow tools");
    }

    @Test
    void countHasTheToolsAndNeedsNoLimit() {
        ObjectNode body = json("""
                {"model": "gpt-5.5", "messages": [{"role": "user", "content": "foo"}],
                 "tools": [{"name": "Agent", "description": "Launches.", "input_schema": {"type": "object"}}]}""");

        assertThat(String.join(
                        "\n",
                        new CountTokens().translate(body, Contexts.ordinary()).texts()))
                .contains("foo", "Agent", "Launches.");
        assertThat(new String(
                        new CountTokens().translate(body, Contexts.ordinary()).reply(7)))
                .isEqualTo("{\"input_tokens\":7}");
    }
}
