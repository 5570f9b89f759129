package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.event.UpstreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of OpenAI's clients for every stream, for anything the upstream sends or leaves out. */
class StreamRulesTest {

    private static final long SEED = 7;
    private static final int MUTILATIONS = 25;
    private static final byte[] NOISE = "{}[]\",:0ab\\nu\u00e9".getBytes(StandardCharsets.ISO_8859_1);

    /** Here the upstream's deltas and its final word differ, in text or in order. */
    private static final Set<String> AMBIGUOUS = Set.of("arguments-reworded-in-done", "items-out-of-order-without-ids");

    static List<GoldenCase> cases() {
        return GoldenCase.all();
    }

    private static List<UpstreamEvent> events(GoldenCase golden) {
        byte[] events = golden.events();
        return Streams.events(events, events.length);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyWriteIsOneWholeEvent(GoldenCase golden) {
        for (String write : Streams.encode(golden.chat(), events(golden)).writes()) {
            assertThat(write).matches("data: [^\\r\\n]+\\n\\n");
        }
        for (String write : Streams.encode(golden.completions(), events(golden)).writes()) {
            assertThat(write).matches("data: [^\\r\\n]+\\n\\n");
        }
        for (String write : Streams.encode(golden.responses(), events(golden)).writes()) {
            assertThat(write).matches("(event: [a-z_.]+\\n)?data: [^\\r\\n]+\\n\\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void eventLineNamesTheType(GoldenCase golden) {
        List<String> writes = Streams.encode(golden.responses(), events(golden)).writes();

        for (String write : writes.subList(0, writes.size() - 1)) {
            assertThat(write)
                    .contains("\ndata: {\"type\":\""
                            + write.lines().findFirst().orElseThrow().substring(7) + '"');
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void chatStreamAddsUpToTheObject(GoldenCase golden) {
        JsonNode object = Streams.shown(Streams.collect(golden.chat(), events(golden)));
        Recording recording = Streams.encode(golden.chat(), events(golden));
        if (object.has("failure")) {
            assertFailedChat(recording);
            return;
        }

        ChatAccumulator accumulated = accumulatedChat(recording);

        JsonNode choice = object.path("choices").path(0);
        JsonNode message = choice.path("message");
        assertThat(accumulated.content).hasToString(message.path("content").stringValue(""));
        assertThat(accumulated.refusal).hasToString(message.path("refusal").stringValue(""));
        assertThat(accumulated.reasoning)
                .hasToString(message.path("reasoning_content").stringValue("")
                        + message.path("reasoning").stringValue(""));
        assertThat(accumulated.details)
                .containsExactlyInAnyOrderElementsOf(message.path("reasoning_details")
                        .valueStream()
                        .map(ObjectNode.class::cast)
                        .toList());
        assertThat(accumulated.finishReason)
                .isEqualTo(choice.path("finish_reason").stringValue());
        assertThat(accumulated.calls)
                .hasSize(message.path("tool_calls").size() + (message.has("function_call") ? 1 : 0));
        if (!AMBIGUOUS.contains(golden.toString())) {
            assertThat(accumulated.calls)
                    .allSatisfy(text ->
                            assertThat(message.toString()).contains(Streams.JSON.writeValueAsString(text.toString())));
        }
    }

    private static ChatAccumulator accumulatedChat(Recording recording) {
        assertThat(recording.writes()).last().isEqualTo("data: [DONE]\n\n");
        ChatAccumulator accumulated = new ChatAccumulator();
        Streams.frames(recording).forEach(accumulated::add);
        assertThat(accumulated.finishReason).isNotNull();
        return accumulated;
    }

    private static void assertFailedChat(Recording recording) {
        List<JsonNode> frames = Streams.frames(recording);
        assertThat(frames)
                .last()
                .satisfies(
                        frame -> assertThat(frame.path("error").path("message").isString())
                                .isTrue());
        ChatAccumulator accumulated = new ChatAccumulator();
        frames.subList(0, frames.size() - 1).forEach(accumulated::add);
        assertThat(accumulated.finishReason).isNull();
        assertThat(recording.writes()).last().isEqualTo("data: [DONE]\n\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void responsesStreamAddsUpToItsTerminal(GoldenCase golden) {
        Recording recording = Streams.encode(golden.responses(), events(golden));

        ResponseAccumulator accumulated = accumulatedResponse(recording);

        if (!accumulated.terminal.path("status").stringValue().equals("failed")) {
            assertThat(accumulated.output).isEqualTo(accumulated.terminal.path("output"));
        }
    }

    private static ResponseAccumulator accumulatedResponse(Recording recording) {
        assertThat(recording.writes()).last().isEqualTo("data: [DONE]\n\n");
        ResponseAccumulator accumulated = new ResponseAccumulator();
        Streams.frames(recording).forEach(accumulated::add);
        assertThat(accumulated.terminal).isNotNull();
        return accumulated;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void rulesHoldWhenTheUpstreamLosesEvents(GoldenCase golden) {
        Random random = new Random(SEED);
        for (int i = 0; i < MUTILATIONS; i++) {
            List<UpstreamEvent> left = new ArrayList<>(events(golden));
            left.removeIf(event -> random.nextInt(4) == 0);

            assertRules(golden, left);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void rulesHoldWhenTheUpstreamGarblesBytes(GoldenCase golden) {
        Random random = new Random(SEED);
        byte[] events = golden.events();
        for (int i = 0; i < MUTILATIONS; i++) {
            byte[] garbled = events.clone();
            for (int k = 0; k < events.length / 200; k++) {
                garbled[random.nextInt(garbled.length)] = NOISE[random.nextInt(NOISE.length)];
            }

            assertRules(golden, Streams.events(garbled, garbled.length));
        }
    }

    private static void assertRules(GoldenCase golden, List<UpstreamEvent> events) {
        Recording chat = Streams.encode(golden.chat(), events);
        if (Streams.frames(chat).stream().anyMatch(frame -> frame.has("error"))) {
            assertFailedChat(chat);
        } else {
            accumulatedChat(chat);
        }
        accumulatedResponse(Streams.encode(golden.responses(), events));
        assertThat(Streams.encode(golden.completions(), events).writes()).last().isEqualTo("data: [DONE]\n\n");
        assertThat(Streams.collect(golden.completions(), events)).isNotNull();
        assertThat(Streams.collect(golden.chat(), events)).isNotNull();
        assertThat(Streams.collect(golden.responses(), events)).isNotNull();
    }
}
