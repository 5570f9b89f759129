package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.OpenAiStreamSchemas;
import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The stored state of a turn, when it ends and before. */
class KeptTurnTest {

    private static final String CREATED = """
            {"type":"response.created","response":{"id":"resp_up","model":"m-1","created_at":5,"status":"in_progress",
             "instructions":".","reasoning":{"effort":"medium","summary":null}}}""";
    private static final String IN_PROGRESS = """
            {"type":"response.in_progress","response":{"id":"resp_up","model":"m-1","created_at":5}}""";
    private static final String THOUGHT = """
            {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[],
             "encrypted_content":"gAAA+/="}}""";
    private static final String CALL_ADDED = """
            {"type":"response.output_item.added","output_index":1,"item":{"id":"fc_1","type":"function_call",
             "call_id":"call_1","name":"short_name_f65d4328","arguments":""}}""";
    private static final String CALL = """
            {"type":"response.output_item.done","output_index":1,"item":{"id":"fc_1","type":"function_call",
             "status":"completed","call_id":"call_1","name":"get_weather_f65d4328","arguments":"{}"}}""";
    private static final String COMPLETED = """
            {"type":"response.completed","response":{"id":"resp_up","output":[],"usage":{"input_tokens":1,"output_tokens":2}}}""";
    private static final String FAILED = """
            {"type":"response.failed","response":{"error":{"code":"server_error","message":"broke"}}}""";

    private static Reply reply(String members) {
        ObjectNode request = (ObjectNode) Streams.JSON.readTree("""
                {"model": "m", "input": "hi", "instructions": "Be brief.", "text": {"verbosity": "low"},
                 "tools": [{"type": "function", "name": "get.weather", "parameters": {"type": "object"}}]}""");
        request.setAll((ObjectNode) Streams.JSON.readTree(members));
        return new ResponsesDialect().translate(request, Contexts.ordinary()).reply();
    }

    private static UpstreamEvent event(String json) {
        return Streams.event(json.replace("\n", ""));
    }

    private static JsonNode response(TurnState turn) {
        JsonNode response = Streams.JSON.readTree(turn.response());
        OpenAiStreamSchemas.assertValid("Response", List.of(response));
        return response;
    }

    private static TurnState turn(StreamEncoder encoder) {
        return encoder.turn().orElseThrow();
    }

    @Test
    void streamAndObjectKeepTheSameWithMoreThanTheClientSees() {
        StreamEncoder stream = reply("{}").streamEncoder();
        Recording recording = new Recording();
        ObjectEncoder object = reply("{}").objectEncoder();
        for (String json : List.of(CREATED, THOUGHT, CALL, COMPLETED)) {
            stream.accept(event(json), recording);
            object.accept(event(json));
        }
        ObjectEncoder.Outcome.Finished finished = (ObjectEncoder.Outcome.Finished) object.finish();

        TurnState streamed = turn(stream);
        TurnState whole = finished.turn().orElseThrow();

        assertThat(response(streamed)).isEqualTo(response(whole)).isEqualTo(Streams.JSON.readTree(finished.json()));
        assertThat(streamed.output()).isEqualTo(whole.output());
        assertThat(streamed.output().stream().map(HistoryItem::id)).containsExactly("rs_1", "fc_1");
        assertThat(streamed.output().get(0).json().path("encrypted_content").stringValue())
                .isEqualTo("gAAA+/=");
        assertThat(streamed.output().get(1).json().path("name").stringValue()).isEqualTo("get.weather");
        assertThat(recording.text())
                .doesNotContain("gAAA")
                .contains("resp_testid")
                .doesNotContain("resp_up");
        assertThat(streamed.status()).isEqualTo("completed");
        assertThat(streamed.createdEpochSeconds()).isEqualTo(5);
    }

    @Test
    void clientThatAsksSeesTheCipher() {
        StreamEncoder stream =
                reply("{\"include\":[\"reasoning.encrypted_content\"]}").streamEncoder();
        Recording recording = new Recording();
        stream.accept(event(THOUGHT), recording);
        stream.accept(event(COMPLETED), recording);

        assertThat(recording.text()).contains("\"encrypted_content\":\"gAAA+/=\"");
        assertThat(response(turn(stream))
                        .path("output")
                        .path(0)
                        .path("encrypted_content")
                        .stringValue())
                .isEqualTo("gAAA+/=");
    }

    @Test
    void whatTheRequestSaidIsRepeatedWhereTheUpstreamIsSilent() {
        StreamEncoder stream = reply("{\"reasoning\":{\"effort\":\"high\"},\"parallel_tool_calls\":false}")
                .streamEncoder();
        JsonNode before = response(turn(stream));

        stream.accept(event(CREATED), new Recording());
        JsonNode after = response(turn(stream));

        assertThat(before.path("reasoning")).hasToString("{\"effort\":\"high\",\"summary\":null}");
        assertThat(after.path("reasoning")).hasToString("{\"effort\":\"medium\",\"summary\":null}");
        assertThat(after.path("instructions").stringValue()).isEqualTo("Be brief.");
        assertThat(after.path("text")).hasToString("{\"format\":{\"type\":\"text\"},\"verbosity\":\"low\"}");
        assertThat(after.path("parallel_tool_calls").booleanValue()).isFalse();
        assertThat(after.path("tools").path(0).path("name").stringValue()).isEqualTo("get.weather");
        assertThat(after.path("store").booleanValue()).isTrue();
    }

    @Test
    void turnInTheBackgroundIsQueuedBeforeTheUpstreamSaysAnything() {
        StreamEncoder stream = reply("{\"background\":true}").streamEncoder();
        Recording recording = new Recording();

        stream.announce(recording);
        stream.announce(recording);
        JsonNode queued = response(turn(stream));
        stream.accept(event(CREATED), recording);
        stream.accept(event(IN_PROGRESS), recording);
        stream.accept(event(THOUGHT), recording);
        stream.accept(event(CALL_ADDED), recording);
        TurnState running = turn(stream);
        stream.accept(event(COMPLETED), recording);

        List<JsonNode> frames = Streams.frames(recording);
        assertThat(frames.subList(0, 3).stream().map(KeptTurnTest::stateOf))
                .containsExactly(
                        "response.created queued", "response.queued queued", "response.in_progress in_progress");
        assertThat(frames.stream().map(frame -> frame.path("sequence_number").intValue()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(queued.path("status").stringValue()).isEqualTo("queued");
        assertThat(queued.path("background").booleanValue()).isTrue();
        assertThat(queued.path("created_at").longValue()).isEqualTo(1_700_000_000L);
        assertThat(response(running).path("status").stringValue()).isEqualTo("in_progress");
        assertThat(running.output().stream().map(HistoryItem::id)).containsExactly("rs_1");
        assertThat(turn(stream).createdEpochSeconds()).isEqualTo(1_700_000_000L);
    }

    private static String stateOf(JsonNode frame) {
        return frame.path("type").stringValue() + " "
                + frame.path("response").path("status").stringValue();
    }

    @Test
    void turnInTheForegroundIsNotAnnounced() {
        Recording recording = new Recording();

        reply("{}").streamEncoder().announce(recording);

        assertThat(recording.writes()).isEmpty();
    }

    @Test
    void abandonedTurnIsCanceledWithItsCompleteItems() {
        StreamEncoder stream = reply("{\"background\":true}").streamEncoder();
        Recording recording = new Recording();
        stream.accept(event(THOUGHT), recording);
        stream.accept(event(CALL_ADDED), recording);

        stream.cancel(recording);
        stream.cancel(recording);
        stream.accept(event(COMPLETED), recording);

        assertThat(stream.ended()).isTrue();
        assertThat(recording.writes()).last().isEqualTo("data: [DONE]\n\n");
        assertThat(turn(stream).status()).isEqualTo("cancelled");
        assertThat(response(turn(stream)).path("output")).hasSize(1);
    }

    @Test
    void failureIsStoredWithItsReason() {
        StreamEncoder stream = reply("{}").streamEncoder();
        stream.accept(event(FAILED), new Recording());
        StreamEncoder broken = reply("{}").streamEncoder();
        broken.fail(
                new UpstreamFailure(
                        UpstreamFailure.Kind.SERVER,
                        502,
                        new ApiError("gone", "upstream_error", null, "upstream_error"),
                        Optional.empty()),
                new Recording());

        assertThat(turn(stream).status()).isEqualTo("failed");
        assertThat(response(turn(stream)).path("error"))
                .hasToString("{\"code\":\"server_error\",\"message\":\"broke\"}");
        assertThat(response(turn(broken)).path("error").path("message").stringValue())
                .isEqualTo("gone");
    }
}
