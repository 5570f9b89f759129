package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.parameter.ParameterRule;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.Translation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Parameters of Chat Completions in a Responses request, and the other way round. */
class ForeignParametersTest {

    /** Parameters of the chat route alone, because the relay itself adds their effect to the answer. */
    private static final List<String> OF_CHAT_ALONE = List.of("reasoning_format", "reasoning.exclude");

    private static Translation translate(String members) {
        return new ResponsesDialect().translate(read("\"input\": \"hi\", " + members), Contexts.ordinary());
    }

    private static ObjectNode read(String members) {
        return (ObjectNode) JsonMapper.shared().readTree("{\"model\": \"m\", " + members + "}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}} | "text": {"format": {"type": "json_schema", "name": "n", "schema": {"type": "object"}}}
            "response_format": {"type": "json_object"}                    | "text": {"format": {"type": "json_object"}}
            "reasoning_effort": "high"                                    | "reasoning": {"effort": "high"}
            "verbosity": "low"                                            | "text": {"verbosity": "low"}
            "functions": [{"name": "f"}], "function_call": {"name": "f"}  | "tools": [{"type": "function", "name": "f"}], "tool_choice": {"type": "function", "name": "f"}
            "tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": {"type": "function", "function": {"name": "f"}} | "tools": [{"type": "function", "name": "f"}], "tool_choice": {"type": "function", "name": "f"}
            "web_search_options": {"search_context_size": "low"}          | "tools": [{"type": "web_search", "search_context_size": "low"}]
            "n": 1, "stop": null, "logprobs": false, "messages": []       | "store": null
            """)
    void parameterOfChatWithOneMeaningIsReadLikeItsOwn(String foreign, String own) {
        assertThat(translate(foreign).request().body())
                .isEqualTo(translate(own).request().body());
        assertThat(translate(foreign).ignoredParameters()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            "stop": "END"                                         | stop            | POST /v1/chat/completions
            "n": 2                                                | n               | POST /v1/chat/completions
            "messages": [{"role": "user", "content": "hi"}]       | messages        | input
            "logprobs": true                                      | logprobs        | log probabilities
            "audio": {"voice": "alloy", "format": "wav"}          | audio           | text only
            "guided_json": {"type": "object"}                     | guided_json     | json_schema
            "text": {"format": {"type": "text"}}, "response_format": {"type": "json_object"} | response_format | text.format
            "text": {"format": {"type": "json_object", "schema": {"type": "object"}}} | text.format.schema | json_schema
            """)
    void chatParameterThatResponsesLackIsRefusedWithAdvice(String members, String param, String advice) {
        RequestRejected rejected = catchThrowableOfType(RequestRejected.class, () -> translate(members));

        assertThat(rejected.error().param()).isEqualTo(param);
        assertThat(rejected.error().message()).contains(advice);
    }

    @Test
    void messagesAloneAreRefusedRatherThanTheLackOfInput() {
        RequestRejected rejected = catchThrowableOfType(
                RequestRejected.class,
                () -> new ResponsesDialect()
                        .translate(
                                read("\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]"),
                                Contexts.ordinary()));

        assertThat(rejected.error().param()).isEqualTo("messages");
    }

    @Test
    void hintsOfChatAreNamed() {
        assertThat(translate("\"max_tokens\": 5, \"max_completion_tokens\": 5, \"seed\": 1, \"frequency_penalty\": 1")
                        .ignoredParameters())
                .containsExactly("max_tokens", "max_completion_tokens", "frequency_penalty", "seed");
    }

    @Test
    void ownParameterWinsOverTheSameOneOfChat() {
        Translation translation = translate("""
                "text": {"verbosity": "low"}, "verbosity": "high", "reasoning": {"effort": "low"}, "reasoning_effort": "high"\
                """);

        assertThat(translation.request().body().at("/text/verbosity").stringValue())
                .isEqualTo("low");
        assertThat(translation.request().body().at("/reasoning/effort").stringValue())
                .isEqualTo("low");
        assertThat(translation.ignoredParameters()).containsExactly("verbosity", "reasoning_effort");
    }

    /** A response repeats tools in the form of its own API, under the client's names. */
    @Test
    void toolsInTheFormOfChatAreRepeatedFlat() {
        Translation translation = translate("""
                "background": true, "tools": [{"type": "function", "function": {"name": "get weather"}}],
                "tool_choice": {"type": "function", "function": {"name": "get weather"}}""");
        Recording recording = new Recording();

        translation.reply().streamEncoder().announce(recording);

        JsonNode response = Streams.frames(recording).get(0).path("response");
        assertThat(response.path("tools")).hasToString("""
                [{"type":"function","name":"get weather","parameters":{"type":"object","properties":{}},"strict":false,\
                "description":null}]""");
        assertThat(response.path("tool_choice")).hasToString("{\"type\":\"function\",\"name\":\"get weather\"}");
    }

    @Test
    void everyParameterOfChatIsKnownToResponses() {
        Stream<String> ofChat = new ChatDialect()
                .parameters().rules().stream().map(ParameterRule::name).filter(name -> !OF_CHAT_ALONE.contains(name));

        assertThat(ofChat.map(name -> name.split("\\.")[0])).allMatch(new ResponsesDialect().parameters()::knows);
    }

    @Test
    void parametersOfResponsesKeepTheirMeaningInAChatRequest() {
        Translation translation = new ChatDialect().translate(read("""
                "messages": [{"role": "system", "content": "B"}, {"role": "user", "content": "hi"}], "instructions": "A",
                "text": {"format": {"type": "json_object"}, "verbosity": "low"}, "max_output_tokens": 5"""), Contexts.ordinary());

        ObjectNode sent = translation.request().body();
        assertThat(sent.path("instructions").stringValue()).isEqualTo("A\n\nB");
        assertThat(sent.path("text")).hasToString("{\"format\":{\"type\":\"json_object\"},\"verbosity\":\"low\"}");
        assertThat(translation.ignoredParameters()).containsExactly("max_output_tokens");
    }
}
