package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An upstream error about a member of its request names the client's member. */
class MemberNamesTest {

    private static final String CHAT = """
            {"model": "gpt-5.5",
             "messages": [
               {"role": "system", "content": "s"},
               {"role": "user", "content": "a"},
               {"role": "assistant", "content": "b", "tool_calls": [
                 {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}},
                 {"id": "2", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
               {"role": "tool", "tool_call_id": "1", "content": "c"},
               {"role": "tool", "tool_call_id": "2", "content": "d"},
               {"role": "user", "content": [{"type": "text", "text": "e"},
                 {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]}],
             "tools": [
               {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}},
               {"type": "custom", "custom": {"name": "g"}}]}""";

    private static final String RESPONSES = """
            {"model": "gpt-5.5", "previous_response_id": "%s",
             "input": [
               {"type": "reasoning", "id": "rs_1", "summary": []},
               {"role": "user", "content": "a"},
               {"role": "user", "content": [{"type": "input_text", "text": "b"}]}]}""";

    private static String named(Dialect dialect, String body, TranslationContext context, String upstreamName) {
        Translation translation =
                dialect.translate((ObjectNode) JsonMapper.shared().readTree(body), context);
        UpstreamFailure failure = new UpstreamFailure(
                UpstreamFailure.Kind.CLIENT,
                400,
                ApiError.invalid(upstreamName, "invalid_value", "Invalid '" + upstreamName + "'."),
                Optional.empty());
        ApiError error = translation.failures().translated(failure).error();
        assertThat(error.message()).isEqualTo("Invalid '" + error.param() + "'.");
        return String.valueOf(error.param());
    }

    @ParameterizedTest
    @CsvSource({
        "input[0].content[0].text, messages[1].content",
        "input[1].content[0].text, messages[2].content",
        "input[2].arguments, messages[2]",
        "input[3].call_id, messages[2]",
        "input[5].output, messages[4]",
        "input[6].content[1].image_url, messages[5].content[1]",
        "input[7], messages",
        "input, messages",
        "input[x].y, messages",
        "tools[0].parameters, tools[0].function.parameters",
        "tools[1].format, tools[1].custom.format",
        "tools[2], tools[2]",
        "reasoning.effort, reasoning_effort",
        "text.format.schema, response_format",
        "model, model",
    })
    void chatNames(String upstreamName, String name) {
        assertThat(named(new ChatDialect(), CHAT, Contexts.ordinary(), upstreamName))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "input[0].content[0].text, input[1].content",
        "input[1].content[0].text, input[2].content[0].text",
        "text.format, text.format",
    })
    void responsesNames(String upstreamName, String name) {
        String body = RESPONSES.replace("\"previous_response_id\": \"%s\",", "");

        assertThat(named(new ResponsesDialect(), body, Contexts.ordinary(), upstreamName))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "response_format": {"type": "json_object"}                  | text.format.schema  | response_format
            "text": {"format": {"type": "json_object"}}                 | text.format.schema  | text.format.schema
            "verbosity": "low"                                          | text.verbosity      | verbosity
            "text": {"verbosity": "low"}                                | text.verbosity      | text.verbosity
            "reasoning_effort": "low"                                   | reasoning.effort    | reasoning_effort
            "reasoning": {"effort": "low"}                              | reasoning.effort    | reasoning.effort
            "functions": [{"name": "f"}]                                | tools[0].parameters | functions[0].parameters
            "functions": [{"name": "f"}], "function_call": "auto"       | tool_choice         | function_call
            "web_search_options": {}                                    | tools[0].filters    | web_search_options
            "tools": [{"type": "function", "function": {"name": "f"}}]  | tools[0].parameters | tools[0].function.parameters
            "tools": [{"type": "function", "name": "f"}]                | tools[0].parameters | tools[0].parameters
            """)
    void eachSpellingKeepsItsOwnName(String members, String upstreamName, String name) {
        String responses = "{\"model\": \"gpt-5.5\", \"input\": \"hi\", " + members + "}";
        String chat =
                "{\"model\": \"gpt-5.5\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}], " + members + "}";

        assertThat(named(new ResponsesDialect(), responses, Contexts.ordinary(), upstreamName))
                .isEqualTo(name);
        assertThat(named(new ChatDialect(), responses, Contexts.ordinary(), upstreamName))
                .isEqualTo(name);
        assertThat(named(new ChatDialect(), chat, Contexts.ordinary(), upstreamName))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"0, previous_response_id", "LAST, input[2].content[0].text"})
    void placesInHistoryAreNamedByItsId(String index, String name) {
        TranslationContext context = Contexts.remembering(KeptTurns.HISTORY);
        String body = RESPONSES.formatted("resp_answered");
        int items = new ResponsesDialect()
                .translate((ObjectNode) JsonMapper.shared().readTree(body), context)
                .request()
                .body()
                .get("input")
                .size();
        String at = index.equals("LAST") ? String.valueOf(items - 1) : index;

        assertThat(named(new ResponsesDialect(), body, context, "input[" + at + "].content[0].text"))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"input[0].content[0].text, prompt", "model, model"})
    void completionsNames(String upstreamName, String name) {
        String body = "{\"model\": \"gpt-5.5\", \"prompt\": \"a\"}";

        assertThat(named(new CompletionsDialect(), body, Contexts.ordinary(), upstreamName))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"input[0].content[0].text, input", "reasoning.effort, reasoning.effort"})
    void chatRequestInTheFormOfResponsesKeepsItsNames(String upstreamName, String name) {
        String body = "{\"model\": \"gpt-5.5\", \"input\": \"a\"}";

        assertThat(named(new ChatDialect(), body, Contexts.ordinary(), upstreamName))
                .isEqualTo(name);
    }
}
