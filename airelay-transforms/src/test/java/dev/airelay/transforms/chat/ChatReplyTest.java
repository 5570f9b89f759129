package dev.airelay.transforms.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ChatReplyTest {

    private static final String CREATED =
            "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"model\":\"gpt-up\",\"created_at\":7.9}}";
    private static final String CALL_ADDED = "{\"type\":\"response.output_item.added\",\"output_index\":0,"
            + "\"item\":{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"f\"}}";
    private static final String COMPLETED = "{\"type\":\"response.completed\",\"response\":{}}";

    private static ChatReplyOptions options(boolean includeUsage, boolean legacy) {
        return new ChatReplyOptions(
                "gpt-asked",
                includeUsage,
                legacy,
                CustomCallForm.CUSTOM,
                ReasoningExposure.REASONING_CONTENT,
                List.of(),
                1,
                "chatcmpl-tok",
                42);
    }

    private final StreamEncoder encoder = ChatReply.of(options(false, false)).streamEncoder();
    private final Recording recording = new Recording();

    private void accept(String... events) {
        Stream.of(events).forEach(event -> encoder.accept(Streams.event(event), recording));
    }

    private static String delta(String escaped) {
        return "{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,"
                + "\"delta\":\"" + escaped + "\"}";
    }

    @Test
    void handshakeWritesNothing() {
        accept(CREATED, CREATED.replace("created", "in_progress"), CALL_ADDED, "{\"type\":\"codex.rate_limits\"}");

        assertThat(recording.writes()).isEmpty();
    }

    @Test
    void roleComesFirstEvenWithoutText() {
        accept(CREATED, CALL_ADDED, COMPLETED);

        assertThat(Streams.frames(recording))
                .extracting(frame -> frame.path("choices").path(0).path("delta").toString())
                .containsExactly(
                        "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}",
                        "{}");
    }

    @Test
    void callThatBeginsAfterTextIsAnnouncedAtOnce() {
        accept(CREATED, delta("Hi"));
        int before = recording.writes().size();

        accept(CALL_ADDED.replace("\"output_index\":0", "\"output_index\":1"));

        assertThat(recording.writes()).hasSize(before + 1).last().asString().contains("\"id\":\"call_1\"");
    }

    @Test
    void modelAndTimeAreTheUpstreamsWhereItNamesThem() {
        accept(CREATED, delta("Hi"));

        assertThat(recording.writes())
                .allSatisfy(write -> assertThat(write)
                        .contains("\"id\":\"chatcmpl-tok\"", "\"created\":7,", "\"model\":\"gpt-up\""));
    }

    @Test
    void modelAndTimeAreTheRequestsWhereTheUpstreamIsSilent() {
        accept(delta("Hi"));

        assertThat(recording.text())
                .contains("\"created\":42,", "\"model\":\"gpt-asked\"")
                .doesNotContain("gpt-up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "\\u00e9 \\n \\\" \\\\", "é 😀", "\\u2028", "airelay-text-goes-here"})
    void textIsCopiedUnchanged(String escaped) {
        accept(CREATED, delta(escaped));

        assertThat(recording.writes()).last().asString().contains("\"delta\":{\"content\":\"" + escaped + "\"}");
    }

    @Test
    void legacyFormHasRoomForOneCall() {
        Reply reply = ChatReply.of(options(false, true));
        String second = CALL_ADDED.replace("_1", "_2").replace("\"output_index\":0", "\"output_index\":1");
        List<String> events = List.of(CALL_ADDED, second, COMPLETED);

        Recording legacy =
                Streams.encode(reply, events.stream().map(Streams::event).toList());
        JsonNode object = Streams.shown(
                Streams.collect(reply, events.stream().map(Streams::event).toList()));

        assertThat(legacy.text()).containsOnlyOnce("\"name\":\"f\"").contains("\"finish_reason\":\"function_call\"");
        assertThat(object.path("choices").path(0).path("message").path("function_call"))
                .hasToString("{\"name\":\"f\",\"arguments\":\"{}\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            response.completed  | completed  | null                             | stop
            response.incomplete | incomplete | {"reason":"max_output_tokens"}   | length
            response.incomplete | incomplete | {"reason":"content_filter"}      | content_filter
            response.incomplete | incomplete | {"reason":"made_up"}             | length
            response.incomplete | incomplete | null                             | length
            response.done       | completed  | null                             | stop
            response.done       | incomplete | {"reason":"content_filter"}      | content_filter
            """)
    void finishReasonShowsHowTheTurnEnded(String type, String status, String details, String reason) {
        accept(delta("Hi"), """
                {"type":"%s","response":{"status":"%s","incomplete_details":%s}}""".formatted(type, status, details));

        assertThat(Streams.frames(recording))
                .last()
                .extracting(frame ->
                        frame.path("choices").path(0).path("finish_reason").stringValue())
                .isEqualTo(reason);
    }

    @Test
    void endThatReportsAFailureIsOne() {
        accept(delta("Hi"), """
                {"type":"response.done","response":{"status":"failed","error":{"code":"server_error","message":"boom"}}}""");

        assertThat(encoder.ended()).isTrue();
        assertThat(recording.text())
                .contains("{\"error\":{\"message\":\"boom\"")
                .doesNotContain("\"finish_reason\":\"");
    }

    @Test
    void nothingIsWrittenBehindTheEnd() {
        accept(delta("Hi"), COMPLETED);
        int written = recording.writes().size();

        accept(delta("late"), COMPLETED);
        encoder.fail(
                new UpstreamFailure(
                        UpstreamFailure.Kind.SERVER,
                        502,
                        new ApiError("late", "server_error", null, null),
                        Optional.empty()),
                recording);

        assertThat(recording.writes()).hasSize(written);
    }

    @Test
    void unreportedUsageIsOmitted() {
        Reply reply = ChatReply.of(options(true, false));

        Recording withUsage = Streams.encode(reply, List.of(Streams.event(COMPLETED)));

        assertThat(Streams.frames(withUsage))
                .hasSize(2)
                .allSatisfy(frame -> assertThat(frame.path("usage").isNull()).isTrue());
    }

    @Test
    void objectOfACutStreamIsAFailure() {
        ObjectEncoder.Outcome outcome =
                Streams.collect(ChatReply.of(options(false, false)), List.of(Streams.event(CREATED)));

        assertThat(outcome).isEqualTo(new ObjectEncoder.Outcome.Failed(UpstreamFailure.incompleteStream()));
    }

    @Test
    void textWithoutAnythingElseIsNeverNull() {
        JsonNode object =
                Streams.shown(Streams.collect(ChatReply.of(options(false, false)), List.of(Streams.event(COMPLETED))));

        assertThat(object.path("choices").path(0).path("message"))
                .hasToString("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null,\"annotations\":[]}");
    }
}
