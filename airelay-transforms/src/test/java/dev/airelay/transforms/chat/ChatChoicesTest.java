package dev.airelay.transforms.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.Choices;
import dev.airelay.transforms.GoldenCase;
import dev.airelay.transforms.OpenAiStreamSchemas;
import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Several choices of one chat completion, each from a recorded call. */
class ChatChoicesTest {

    private static Reply reply(int choices, String... stops) {
        return ChatReply.of(new ChatReplyOptions(
                "gpt-asked",
                true,
                false,
                CustomCallForm.CUSTOM,
                ReasoningExposure.REASONING_CONTENT,
                List.of(stops),
                choices,
                "chatcmpl-tok",
                42));
    }

    private static List<UpstreamEvent> recorded(String name) {
        byte[] events = GoldenCase.all().stream()
                .filter(golden -> golden.toString().equals(name))
                .findFirst()
                .orElseThrow()
                .events();
        return Streams.events(events, events.length);
    }

    private static List<JsonNode> frames(int choices, String... names) {
        List<List<UpstreamEvent>> calls =
                List.of(names).stream().map(ChatChoicesTest::recorded).toList();
        Recording recording = Choices.stream(reply(choices), calls);
        assertThat(recording.writes()).last().isEqualTo("data: [DONE]\n\n");
        List<JsonNode> frames = Streams.frames(recording);
        OpenAiStreamSchemas.assertValid("CreateChatCompletionStreamResponse", frames);
        return frames;
    }

    private static int index(JsonNode frame) {
        return frame.path("choices").path(0).path("index").asInt(-1);
    }

    private static boolean finishes(JsonNode frame) {
        return frame.path("choices").path(0).path("finish_reason").isString();
    }

    @Test
    void allChoicesBeginInOrderBeforeAnyContinues() {
        List<JsonNode> frames = frames(3, "text", "tool-call", "text");

        assertThat(frames.subList(0, 3)).extracting(ChatChoicesTest::index).containsExactly(0, 1, 2);
        assertThat(frames.subList(0, 3))
                .allMatch(frame ->
                        frame.path("choices").path(0).path("delta").path("role").isString());
    }

    @Test
    void allChoicesFinishInOrderAfterTheLastHasSpoken() {
        List<JsonNode> frames = frames(3, "text", "reasoning-summary", "tool-call");
        List<JsonNode> last = frames.subList(frames.size() - 4, frames.size() - 1);

        assertThat(frames).filteredOn(ChatChoicesTest::finishes).isEqualTo(last);
        assertThat(last).extracting(ChatChoicesTest::index).containsExactly(0, 1, 2);
        assertThat(last)
                .extracting(frame ->
                        frame.path("choices").path(0).path("finish_reason").stringValue())
                .containsExactly("stop", "stop", "tool_calls");
    }

    @Test
    void eachChoiceSaysWhatItsCallSays() {
        List<JsonNode> frames = frames(2, "text", "unicode");

        assertThat(content(frames, 0)).isEqualTo("Hello there");
        assertThat(content(frames, 1)).isEqualTo(content(frames(1, "unicode"), 0));
    }

    private static String content(List<JsonNode> frames, int index) {
        StringBuilder content = new StringBuilder();
        frames.stream()
                .filter(frame -> index(frame) == index)
                .forEach(frame -> content.append(frame.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .stringValue("")));
        return content.toString();
    }

    @Test
    void usageIsOneFrameAndCountsThePromptOnce() {
        JsonNode single = frames(1, "text").get(frames(1, "text").size() - 1).path("usage");
        List<JsonNode> frames = frames(2, "text", "text");

        JsonNode usage = frames.get(frames.size() - 1).path("usage");

        assertThat(frames).filteredOn(frame -> frame.path("usage").isObject()).hasSize(1);
        assertThat(usage.path("prompt_tokens")).isEqualTo(single.path("prompt_tokens"));
        assertThat(usage.path("completion_tokens").intValue())
                .isEqualTo(2 * single.path("completion_tokens").intValue());
        assertThat(usage.path("total_tokens").intValue())
                .isEqualTo(usage.path("prompt_tokens").intValue()
                        + usage.path("completion_tokens").intValue());
        assertThat(usage.path("completion_tokens_details")
                        .path("reasoning_tokens")
                        .intValue())
                .isEqualTo(2
                        * single.path("completion_tokens_details")
                                .path("reasoning_tokens")
                                .intValue());
    }

    @Test
    void failureOfOneCallEndsTheWholeStream() {
        Reply reply = reply(2);
        Recording recording = new Recording();
        List<StreamEncoder> encoders = reply.streamEncoders(2);
        recorded("text").forEach(event -> encoders.get(0).accept(event, recording));
        assertThat(encoders.get(0).ended()).isTrue();
        assertThat(encoders.get(1).ended()).isFalse();

        recorded("failed-at-once").forEach(event -> encoders.get(1).accept(event, recording));

        assertThat(encoders).allMatch(StreamEncoder::ended);
        assertThat(recording.text()).containsOnlyOnce("\"error\":{").endsWith("data: [DONE]\n\n");
        assertThat(Streams.frames(recording)).noneMatch(ChatChoicesTest::finishes);
    }

    @Test
    void choiceThatAStopSequenceEndsNeedsItsCallNoMore() {
        Reply reply = reply(2, "lo");
        Recording recording = new Recording();
        List<StreamEncoder> encoders = reply.streamEncoders(2);

        for (UpstreamEvent event : recorded("text")) {
            encoders.get(0).accept(event, recording);
            if (encoders.get(0).ended()) {
                assertThat(event.type().terminal()).isFalse();
                break;
            }
        }
        assertThat(encoders.get(0).ended()).isTrue();
        recorded("tool-call").forEach(event -> encoders.get(1).accept(event, recording));

        List<JsonNode> frames = Streams.frames(recording);
        assertThat(content(frames, 0)).isEqualTo("Hel");
        assertThat(frames).filteredOn(ChatChoicesTest::finishes).hasSize(2);
        assertThat(frames)
                .as("no usage is invented")
                .noneMatch(frame -> frame.path("usage").isObject());
        assertThat(encoders).allMatch(StreamEncoder::ended);
    }

    @Test
    void objectHasAllChoicesNumberedAndTheSumOfUsage() {
        byte[] object = Choices.object(reply(2), List.of(recorded("text"), recorded("tool-call")));
        JsonNode completion = Streams.JSON.readTree(object);

        OpenAiStreamSchemas.assertValid("CreateChatCompletionResponse", List.of(completion));
        assertThat(completion.path("choices").size()).isEqualTo(2);
        assertThat(completion.path("choices").path(1).path("index").intValue()).isEqualTo(1);
        assertThat(completion.path("choices").path(1).path("finish_reason").stringValue())
                .isEqualTo("tool_calls");
        assertThat(completion.path("usage").path("completion_tokens").intValue())
                .isPositive();
    }

    @Test
    void otherNumberOfCallsIsTheCallersMistake() {
        assertThatThrownBy(() -> reply(2).streamEncoder()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reply(2).streamEncoders(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reply(2).merge(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
