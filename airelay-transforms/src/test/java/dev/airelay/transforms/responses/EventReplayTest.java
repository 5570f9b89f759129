package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.GoldenCase;
import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.spi.ObjectEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The stream of a stored response, sent again. */
class EventReplayTest {

    static List<GoldenCase> cases() {
        return GoldenCase.all();
    }

    private static Recording streamed(GoldenCase golden) {
        byte[] events = golden.events();
        return Streams.encode(golden.responses(), Streams.events(events, events.length));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyCutOfAStoredStreamIsItsRest(GoldenCase golden) {
        Recording stream = streamed(golden);
        byte[] stored = bytes(stream.text());
        for (int after = -1; after < stream.writes().size(); after++) {
            Recording replayed = new Recording();

            EventReplay.after(stored, after, replayed);

            int first = Math.min(after + 1, stream.writes().size() - 1);
            assertThat(replayed.writes())
                    .isEqualTo(stream.writes().subList(first, stream.writes().size()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyEventHasItsNumber(GoldenCase golden) {
        List<String> writes = streamed(golden).writes();
        for (int i = 0; i < writes.size(); i++) {
            byte[] frame = bytes("##" + writes.get(i) + "##");
            OptionalLong expected = i < writes.size() - 1 ? OptionalLong.of(i) : OptionalLong.empty();

            assertThat(EventReplay.sequenceNumber(frame, 2, frame.length - 4)).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void reconstructedStreamLeadsToTheSameResponse(GoldenCase golden) {
        byte[] events = golden.events();
        List<UpstreamEvent> read = Streams.events(events, events.length);
        if (!(Streams.collect(golden.responses(), read) instanceof ObjectEncoder.Outcome.Finished finished)) {
            return;
        }
        Recording recording = new Recording();

        EventReplay.of(finished.json(), -1, recording);

        List<JsonNode> frames = Streams.frames(recording);
        assertThat(frames.get(0).path("type").stringValue()).isEqualTo("response.created");
        assertThat(frames.get(0).path("response").path("status").stringValue()).isEqualTo("in_progress");
        assertThat(frames.get(frames.size() - 1).path("response")).isEqualTo(Streams.JSON.readTree(finished.json()));
        assertThat(recording.writes()).last().isEqualTo("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @CsvSource({"failed, response.failed", "cancelled, response.created", "queued, response.created"})
    void responseThatDidNotEndWellHasAStreamToo(String status, String lastType) {
        Recording recording = new Recording();
        byte[] kept = bytes("{\"id\":\"resp_1\",\"status\":\"" + status
                + "\",\"error\":{\"code\":\"server_error\",\"message\":\"broke\"}}");

        EventReplay.of(kept, -1, recording);

        List<JsonNode> frames = Streams.frames(recording);
        assertThat(frames.get(frames.size() - 1).path("type").stringValue()).isEqualTo(lastType);
        assertThat(frames)
                .allSatisfy(
                        frame -> assertThat(frame.path("response").path("id").stringValue("resp_1"))
                                .isEqualTo("resp_1"));
    }

    @Test
    void reconstructedStreamIsTruncatedToo() {
        Recording recording = new Recording();

        EventReplay.of(bytes("{\"id\":\"resp_1\",\"status\":\"completed\"}"), 1, recording);

        assertThat(recording.writes()).hasSize(2);
        assertThat(recording.writes().get(0)).startsWith("event: response.completed\n");
    }

    @Test
    void eventThatWasCutOffIsLeftOut() {
        Recording recording = new Recording();

        EventReplay.after(bytes("event: a\ndata: {\"sequence_number\":0}\n\nevent: b\ndata: {\"seq"), -1, recording);

        assertThat(recording.writes()).containsExactly("event: a\ndata: {\"sequence_number\":0}\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: [DONE]\n\n", ": comment\n\n", "event: x\ndata: {}\n\n", "event: x\ndata: {\n\n"})
    void frameWithoutANumberHasNone(String frame) {
        assertThat(EventReplay.sequenceNumber(bytes(frame), 0, bytes(frame).length))
                .isEmpty();
    }

    @Test
    void storedResponseOtherThanObjectIsAFaultOfTheCaller() {
        assertThatThrownBy(() -> EventReplay.of(bytes("[]"), -1, new Recording()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
