package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.chat.ChatReply;
import dev.airelay.transforms.chat.ChatReplyOptions;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import tools.jackson.databind.JsonNode;

/** The rules of OpenAI's clients for a stream of several choices, in any order of the calls and with any losses. */
class ChoiceRulesTest {

    private static final int CHOICES = 3;
    private static final List<List<UpstreamEvent>> RECORDED = GoldenCase.all().stream()
            .map(GoldenCase::events)
            .map(events -> Streams.events(events, events.length))
            .toList();

    @RepeatedTest(200)
    void rulesHoldForEveryOrderOfTheCalls(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Reply reply = ChatReply.of(new ChatReplyOptions(
                "m",
                true,
                false,
                CustomCallForm.CUSTOM,
                ReasoningExposure.values()[random.nextInt(ReasoningExposure.values().length)],
                random.nextBoolean() ? List.of() : List.of("e"),
                CHOICES,
                "chatcmpl-tok",
                GoldenCase.NOW));

        Recording recording = run(reply, random);

        assertThat(recording.writes()).last().isEqualTo("data: [DONE]\n\n");
        assertThat(recording.text()).containsOnlyOnce("[DONE]");
        assertRules(Streams.frames(recording));
    }

    /** Runs three recorded calls, some of which lose events, in an order that chance decides. */
    private static Recording run(Reply reply, Random random) {
        List<StreamEncoder> encoders = reply.streamEncoders(CHOICES);
        List<List<UpstreamEvent>> left = new ArrayList<>();
        for (int i = 0; i < CHOICES; i++) {
            List<UpstreamEvent> events = new ArrayList<>(RECORDED.get(random.nextInt(RECORDED.size())));
            if (random.nextInt(4) == 0) {
                events.removeIf(event -> !event.type().terminal() && random.nextInt(4) == 0);
            }
            left.add(events);
        }
        Recording recording = new Recording();
        while (encoders.stream().anyMatch(encoder -> !encoder.ended())) {
            int call = random.nextInt(CHOICES);
            if (encoders.get(call).ended()) {
                continue;
            }
            if (left.get(call).isEmpty()) {
                encoders.get(call).fail(UpstreamFailure.incompleteStream(), recording);
            } else {
                encoders.get(call).accept(left.get(call).remove(0), recording);
            }
        }
        return recording;
    }

    private static void assertRules(List<JsonNode> frames) {
        boolean failed = frames.get(frames.size() - 1).has("error");
        List<JsonNode> chunks = failed ? frames.subList(0, frames.size() - 1) : frames;
        Set<Integer> begun = new HashSet<>();
        List<Integer> finished = new ArrayList<>();
        for (JsonNode chunk : chunks) {
            assertThat(chunk.has("error")).isFalse();
            if (chunk.path("choices").isEmpty()) {
                assertThat(chunk).as("usage is last").isSameAs(chunks.get(chunks.size() - 1));
                continue;
            }
            JsonNode choice = chunk.path("choices").path(0);
            int index = choice.path("index").intValue();
            boolean first = choice.path("delta").has("role");
            assertThat(first).as("role once, and first").isEqualTo(begun.add(index));
            assertThat(index).as("choices begin in order, before any continues").isLessThan(begun.size());
            assertThat(first || begun.size() == CHOICES).isTrue();
            if (choice.path("finish_reason").isString()) {
                finished.add(index);
            } else {
                assertThat(finished).as("nothing behind a finish reason").isEmpty();
            }
        }
        assertThat(finished).isEqualTo(failed ? List.of() : List.of(0, 1, 2));
    }
}
