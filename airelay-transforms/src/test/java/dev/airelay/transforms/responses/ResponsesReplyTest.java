package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
            access_programs      | null
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

    /** The first four are in OpenAI's SDKs and not yet in its published schemas; the last is in neither. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            access_programs          | {"cyber":"daybreak_blue"}
            image                    | {"context_compression":"enabled"}
            input_transformations    | [{"id":"rs_1","action":"removed","reason":"model_mismatch","type":"reasoning"}]
            prompt_cache_diagnostics | {"type":"cache_miss","reason":"tools_changed","cache_missed_tokens":5}
            brand_new                | [1,{"a":null}]
            """)
    void publicMemberOfTheUpstreamIsForwarded(String member, String value) {
        assertThat(object(completed("\"" + member + "\":" + value)).get(member)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"json_schema","name":"n","schema":{},"strict":true,"description":"d"} | "strict":true,"description":"d"
            {"type":"json_schema","name":"n","schema":{},"strict":null,"description":null} | "strict":false
            {"type":"json_schema","name":"n","schema":{}}                                  | "strict":false
            """)
    void formatWithASchemaSaysHowStrictItIs(String upstream, String members) {
        assertThat(object(completed("\"text\":{\"format\":" + upstream + ",\"verbosity\":\"low\"}"))
                        .path("text"))
                .hasToString("{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":{}," + members
                        + "},\"verbosity\":\"low\"}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a plain tool               | [{"type":"custom","name":"exec"}]                                      | false
            a namespace of its name    | [{"type":"namespace","name":"exec","tools":[]}]                        | true
            both                       | [{"type":"custom","name":"exec"},{"type":"namespace","name":"exec"}]  | true
            another tool               | [{"type":"custom","name":"other"}]                                     | true
            none                       | []                                                                     | true
            """)
    void namespaceOfACallIsDroppedIfItIsOnlyTheNameOfAPlainTool(String offered, String tools, boolean kept) {
        ObjectNode echo = Streams.JSON.createObjectNode();
        echo.set("tools", Streams.JSON.readTree(tools));
        Reply echoing = new ResponsesReply(
                new ResponsesReplyOptions(local, echo, true, "m", "tok", 42, InstantSource.fixed(Instant.EPOCH)));
        String call = "{\"type\":\"custom_tool_call\",\"id\":\"ctc_1\",\"call_id\":\"call_1\",\"name\":\"exec\","
                + "\"namespace\":\"exec\",\"input\":\"x\"}";
        List<UpstreamEvent> events = Stream.of(
                        "{\"type\":\"response.created\",\"response\":{}}",
                        "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":" + call + "}",
                        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + call + "}",
                        completed("\"output\":[]"))
                .map(Streams::event)
                .toList();

        JsonNode response = Streams.shown(Streams.collect(echoing, events));
        List<JsonNode> frames = Streams.frames(Streams.encode(echoing, events));

        assertThat(response.at("/output/0").has("namespace")).isEqualTo(kept);
        assertThat(response.at("/output/0/name").stringValue()).isEqualTo("exec");
        assertThat(frames)
                .filteredOn(frame -> frame.has("item"))
                .hasSize(2)
                .allSatisfy(
                        frame -> assertThat(frame.path("item").has("namespace")).isEqualTo(kept));
    }

    @Test
    void formatThatTheUpstreamRepeatsInPartIsTheClientsWhole() {
        ObjectNode echo = Streams.JSON.createObjectNode();
        echo.putObject("text")
                .putObject("format")
                .put("type", "json_schema")
                .put("description", "d")
                .put("strict", true);
        Reply echoing = new ResponsesReply(
                new ResponsesReplyOptions(local, echo, true, "m", "tok", 42, InstantSource.fixed(Instant.EPOCH)));

        JsonNode response = Streams.shown(Streams.collect(
                echoing,
                List.of(Streams.event(
                        completed("\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":{}}}")))));

        assertThat(response.at("/text/format")).hasToString("""
                {"type":"json_schema","name":"n","schema":{},"description":"d","strict":true}""");
    }

    /** In the order in which the upstream sends them, renumbered, with the relay's names of response and item. */
    @Test
    void eventsOfUnknownTypesAreForwardedWhenTheyArePublic() {
        local.put("id", "resp_local");
        List<JsonNode> frames = Streams.frames(Streams.encode(
                reply,
                Stream.of(
                                "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_up\"}}",
                                "{\"type\":\"response.output_item.added\",\"output_index\":4,\"item\":"
                                        + "{\"type\":\"compaction\",\"id\":\"cmp_1\"}}",
                                "{\"type\":\"response.compaction.compacting\",\"item_id\":\"cmp_1\",\"output_index\":4}",
                                "{\"type\":\"response.brand_new.event\",\"item_id\":\"cmp_1\",\"output_index\":4,\"a\":1}",
                                "{\"type\":\"response.of_the_whole\",\"response_id\":\"resp_up\",\"response\":{\"id\":\"resp_up\"}}",
                                "{\"type\":\"response.of_another_item\",\"output_index\":9}",
                                "{\"type\":\"response.metadata\",\"headers\":{}}",
                                "{\"type\":\"response.codex.secret\"}",
                                "{\"type\":\"codex.secret\"}",
                                "{\"type\":\"responsesapi.secret\"}",
                                completed(""))
                        .map(Streams::event)
                        .toList()));

        assertThat(frames.stream().map(frame -> frame.path("type").stringValue()))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.compaction.compacting",
                        "response.brand_new.event",
                        "response.of_the_whole",
                        "response.output_item.done",
                        "response.completed");
        assertThat(frames.stream().map(frame -> frame.path("sequence_number").intValue()))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(frames.get(3).path("output_index").intValue()).isZero();
        assertThat(frames.get(4).path("output_index").intValue()).isZero();
        assertThat(frames.get(4).path("a").intValue()).isEqualTo(1);
        assertThat(frames.get(5).path("response_id").stringValue()).isEqualTo("resp_local");
        assertThat(frames.get(5).at("/response/id").stringValue()).isEqualTo("resp_local");
    }

    @Test
    void partOfAnUnknownTypeKeepsItsPlaceAmongTheOthers() {
        List<JsonNode> frames = Streams.frames(Streams.encode(
                reply,
                Stream.of(
                                "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":"
                                        + "{\"type\":\"message\",\"id\":\"msg_1\"}}",
                                "{\"type\":\"response.content_part.added\",\"output_index\":0,\"content_index\":0,"
                                        + "\"part\":{\"type\":\"hologram\",\"a\":1}}",
                                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":1,"
                                        + "\"delta\":\"hi\"}",
                                "{\"type\":\"response.content_part.done\",\"output_index\":0,\"content_index\":0,"
                                        + "\"part\":{\"type\":\"hologram\",\"a\":2}}")
                        .map(Streams::event)
                        .toList()));

        assertThat(frames.stream()
                        .filter(frame -> frame.path("type").stringValue().startsWith("response.content_part")
                                || frame.path("type").stringValue().endsWith(".delta"))
                        .map(frame -> frame.path("type").stringValue() + " "
                                + frame.path("content_index").intValue() + " "
                                + frame.at("/part/type").asString("")))
                .containsExactly(
                        "response.content_part.added 0 hologram",
                        "response.content_part.added 1 output_text",
                        "response.output_text.delta 1 ",
                        "response.content_part.done 0 hologram");
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
            {"input_tokens":1,"output_tokens":2,"total_tokens":9,"input_tokens_details":{"cached_tokens":1,"cache_write_tokens":0,"x":1},"cost":5} | {"input_tokens":1,"input_tokens_details":{"cached_tokens":1,"cache_write_tokens":0,"x":1},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":9,"cost":5}
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
    void largeItemIsForwardedUnchanged() {
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
        encoder.fail(
                new UpstreamFailure(
                        UpstreamFailure.Kind.SERVER,
                        502,
                        new ApiError("late", "server_error", null, null),
                        Optional.empty()),
                recording);

        assertThat(encoder.ended()).isTrue();
        assertThat(recording.writes()).hasSize(written);
    }

    @Test
    void errorWithoutACodeHasOneForClientsThatDemandText() {
        StreamEncoder encoder = reply.streamEncoder();
        Recording recording = new Recording();

        encoder.fail(
                new UpstreamFailure(
                        UpstreamFailure.Kind.SERVER,
                        502,
                        new ApiError("gone", "upstream_error", null, null),
                        Optional.empty()),
                recording);

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
