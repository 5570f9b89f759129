package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.ObjectEncoder;
import dev.airelay.transforms.Recording;
import dev.airelay.transforms.StreamEncoder;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ResponsesReplyTest {

    private final ObjectNode local = Streams.JSON.createObjectNode();
    private final ResponsesReply reply = new ResponsesReply(
            new ResponsesReplyOptions(local, "gpt-asked", "tok", 42, InstantSource.fixed(Instant.ofEpochSecond(50))));

    private JsonNode object(String... events) {
        List<UpstreamEvent> read = Stream.of(events).map(Streams::event).toList();
        return Streams.shown(Streams.collect(reply, read));
    }

    private static String completed(String members) {
        return "{\"type\":\"response.completed\",\"response\":{" + members + "}}";
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            id                   | "resp_tok"
            object               | "response"
            created_at           | 42
            completed_at         | 50
            status               | "completed"
            incomplete_details   | null
            model                | "gpt-asked"
            previous_response_id | null
            instructions         | null
            output               | []
            error                | null
            tools                | []
            tool_choice          | "auto"
            truncation           | "disabled"
            parallel_tool_calls  | true
            text                 | {"format":{"type":"text"}}
            top_p                | 1.0
            presence_penalty     | 0.0
            frequency_penalty    | 0.0
            top_logprobs         | 0
            temperature          | 1.0
            reasoning            | null
            usage                | null
            max_output_tokens    | null
            max_tool_calls       | null
            store                | false
            background           | false
            service_tier         | "default"
            metadata             | {}
            safety_identifier    | null
            prompt_cache_key     | null
            user                 | null
            """)
    void memberThatNobodyKnowsHasItsDefault(String member, String value) {
        assertThat(object(completed("")).get(member)).hasToString(value);
        assertThat(object(completed("\"" + member + "\":null")).get(member)).hasToString(value);
    }

    @Test
    void onlyMembersOfTheApiAreShown() {
        JsonNode response =
                object(completed("\"end_turn\":true,\"codex_secret\":1,\"model\":\"m\",\"output_text\":\"x\""));

        assertThat(response.propertyNames())
                .contains("model")
                .doesNotContain("end_turn", "codex_secret", "output_text");
    }

    @Test
    void membersOfTheRelayWin() {
        local.put("store", true).put("id", "resp_local").putNull("prompt_cache_key");
        local.putObject("metadata").put("a", "b");

        JsonNode response =
                object(completed("\"id\":\"resp_up\",\"store\":false,\"prompt_cache_key\":\"up\",\"metadata\":{}"));

        assertThat(response.path("id").stringValue()).isEqualTo("resp_local");
        assertThat(response.path("store").booleanValue()).isTrue();
        assertThat(response.path("metadata")).hasToString("{\"a\":\"b\"}");
        assertThat(response.path("prompt_cache_key").isNull()).isTrue();
    }

    @Test
    void everyStateOfAStreamedResponseHasTheMembersOfTheRelay() {
        local.put("id", "resp_local");
        Recording recording = Streams.encode(
                reply,
                List.of(
                        Streams.event(
                                "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_up\",\"model\":\"m\"}}"),
                        Streams.event(completed("\"id\":\"resp_up\",\"model\":\"m\""))));

        assertThat(Streams.frames(recording)).hasSize(3).allSatisfy(frame -> {
            assertThat(frame.path("response").path("id").stringValue()).isEqualTo("resp_local");
            assertThat(frame.path("response").path("model").stringValue()).isEqualTo("m");
        });
    }

    @Test
    void functionToolsAreRepeatedWithAllTheirMembers() {
        JsonNode response =
                object(completed("\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"web_search\"}]"));

        assertThat(response.path("tools")).hasToString("""
                [{"type":"function","name":"f","description":null,"parameters":null,"strict":null},{"type":"web_search"}]""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "auto"                                | "auto"
            {"type":"web_search"}                 | {"type":"web_search_preview"}
            {"type":"function","name":"f"}        | {"type":"function","name":"f"}
            """)
    void toolChoiceIsRepeatedInOpenAisForm(String upstream, String shown) {
        assertThat(object(completed("\"tool_choice\":" + upstream)).path("tool_choice"))
                .hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null                                         | null
            {}                                           | null
            {"input_tokens":1}                           | null
            {"input_tokens":1,"output_tokens":2}         | {"input_tokens":1,"input_tokens_details":{"cached_tokens":0},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":3}
            {"input_tokens":1,"output_tokens":2,"total_tokens":9,"input_tokens_details":{"cached_tokens":1,"cache_write_tokens":0,"x":1},"cost":5} | {"input_tokens":1,"input_tokens_details":{"cached_tokens":1,"cache_write_tokens":0},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":9}
            """)
    void usageIsCompleteOrAbsentButNeverInvented(String upstream, String shown) {
        assertThat(object(completed("\"usage\":" + upstream)).path("usage")).hasToString(shown);
    }

    @Test
    void digitsOfTheUpstreamSurvive() {
        JsonNode outcome = object(completed("\"top_p\":0.980,\"temperature\":1.0"));

        assertThat(finished(completed("\"top_p\":0.980,\"created_at\":1775300000.75")))
                .contains("\"top_p\":0.980,", "\"created_at\":1775300000,");
        assertThat(outcome.path("status").stringValue()).isEqualTo("completed");
    }

    private String finished(String event) {
        ObjectEncoder encoder = reply.objectEncoder();
        encoder.accept(Streams.event(event));
        return new String(((ObjectEncoder.Outcome.Finished) encoder.finish()).json(), StandardCharsets.UTF_8);
    }

    @Test
    void largeItemGoesOnAsItCame() {
        String item =
                "{\"id\":\"ig_1\", \"type\":\"image_generation_call\",\"status\":\"completed\",\"result\":\"\\u0041\"}";
        Recording recording = Streams.encode(
                reply,
                List.of(Streams.event(
                        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}")));

        assertThat(recording.text()).contains("\"item\":" + item);
    }

    @Test
    void nothingIsWrittenBehindTheEnd() {
        StreamEncoder encoder = reply.streamEncoder();
        Recording recording = new Recording();
        encoder.accept(Streams.event(completed("")), recording);
        int written = recording.writes().size();

        encoder.accept(Streams.event(completed("")), recording);
        encoder.fail(new ApiError("late", "server_error", null, null), recording);

        assertThat(encoder.ended()).isTrue();
        assertThat(recording.writes()).hasSize(written);
    }

    @Test
    void errorWithoutACodeHasOneForClientsThatDemandText() {
        StreamEncoder encoder = reply.streamEncoder();
        Recording recording = new Recording();

        encoder.fail(new ApiError("gone", "upstream_error", null, null), recording);

        List<JsonNode> frames = Streams.frames(recording);
        assertThat(frames)
                .extracting(frame -> frame.path("type").stringValue())
                .containsExactly("response.created", "response.in_progress", "response.failed");
        assertThat(frames.get(2).path("error")).hasToString("""
                {"message":"gone","type":"upstream_error","param":null,"code":"upstream_error"}""");
        assertThat(frames.get(2).path("response").path("error")).hasToString("""
                {"code":"upstream_error","message":"gone"}""");
    }
}
