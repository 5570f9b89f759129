package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.RecordedRequest.Ending;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Several choices: as many upstream calls side by side, one answer, and one end for all. */
@Relay
class RelayChoicesTest {
    private static final String COMPLETIONS = "/v1/completions";

    private final RunningRelay relay;

    RelayChoicesTest(RunningRelay relay) {
        this.relay = relay;
    }

    private static String chat(int choices, boolean stream) {
        return """
                {"model": "gpt-5.5", "n": %d, "stream": %s, "stream_options": {"include_usage": true},
                 "messages": [{"role": "user", "content": "hello"}]}""".formatted(choices, stream);
    }

    private List<RecordedRequest> calls(int count) {
        return IntStream.range(0, count)
                .mapToObj(call -> relay.upstreamRequest())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void chatObjectHasAllChoicesInOrder(int choices) {
        JsonNode completion = relay.chat(chat(choices, false)).json();

        assertThat(completion.path("choices")).hasSize(choices);
        for (int index = 0; index < choices; index++) {
            JsonNode choice = completion.path("choices").path(index);
            assertThat(choice.path("index").intValue()).isEqualTo(index);
            assertThat(choice.at("/message/content").stringValue()).isEqualTo("[emulator] You said: \"hello\"");
        }
        JsonNode one = relay.chat(chat(1, false)).json().path("usage");
        assertThat(completion.at("/usage/prompt_tokens").intValue())
                .isEqualTo(one.path("prompt_tokens").intValue());
        assertThat(completion.at("/usage/completion_tokens").intValue())
                .isEqualTo(choices * one.path("completion_tokens").intValue());
        assertThat(relay.emulator().requests("/responses")).hasSize(choices + 1);
    }

    @Test
    void chatStreamBeginsAllChoicesFirstAndEndsThemTogether() {
        List<JsonNode> chunks = relay.chat(chat(3, true)).events();

        List<JsonNode> choices = chunks.stream()
                .map(chunk -> chunk.at("/choices/0"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(choices.subList(0, 3))
                .extracting(choice -> choice.at("/delta/role").stringValue("none"))
                .containsOnly("assistant");
        assertThat(choices.subList(choices.size() - 3, choices.size()))
                .extracting(choice -> choice.path("finish_reason").stringValue("none"))
                .containsOnly("stop");
        for (int index = 0; index < 3; index++) {
            int wanted = index;
            assertThat(choices.stream()
                            .filter(choice -> choice.path("index").intValue() == wanted)
                            .map(choice -> choice.at("/delta/content").stringValue(""))
                            .reduce("", String::concat))
                    .isEqualTo("[emulator] You said: \"hello\"");
        }
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/total_tokens").intValue()).isPositive();
    }

    @Test
    void everyCallBelongsToOneConversation() {
        relay.chat(chat(3, false));

        assertThat(calls(3))
                .extracting(call -> call.header("session-id").orElseThrow())
                .containsOnly(relay.emulator()
                        .requests("/responses")
                        .get(0)
                        .header("session-id")
                        .orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void choiceThatFailsBeforeTheFirstByteIsTheStatusOfAll(boolean stream) {
        relay.script("silence after=3").script("usage_limit_reached at=first").script("silence at=headers");

        WireAnswer answer = relay.chat(chat(3, stream));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.error("code")).isEqualTo("usage_limit_reached");
        assertThat(endings(calls(3)))
                .containsExactlyInAnyOrder(Ending.CLIENT_GONE, Ending.CLIENT_GONE, Ending.COMPLETE);
    }

    private static List<Ending> endings(List<RecordedRequest> calls) {
        return calls.stream().map(call -> call.awaitEnding(RunningRelay.LIMIT)).toList();
    }

    @Test
    void choiceThatFailsInTheMiddleEndsTheStreamWithAnError() {
        relay.script("silence after=3").script("server_error at=middle after=3, pace millis=20");

        WireAnswer answer = relay.chat(chat(2, true));

        assertThat(answer.status()).isEqualTo(200);
        List<JsonNode> events = answer.events();
        assertThat(events.get(events.size() - 1).at("/error/message").stringValue())
                .isNotBlank();
        assertThat(answer.finishReasons()).isEmpty();
        assertThat(endings(calls(2))).contains(Ending.CLIENT_GONE);
    }

    static Stream<String> asked() {
        return Stream.of(chat(3, false), chat(3, true));
    }

    @ParameterizedTest
    @MethodSource("asked")
    void clientThatGoesStopsAllCalls(String body) {
        List.of(1, 2, 3).forEach(call -> relay.script("text words=500, silence after=50"));
        RawClient client = RawClient.of(relay).write(RawClient.post(RunningRelay.CHAT, body));
        List<RecordedRequest> calls = calls(3);

        client.reset();

        assertThat(endings(calls)).containsOnly(Ending.CLIENT_GONE);
        assertThat(relay.emulator().openStreams()).isZero();
    }

    @Test
    void allCallsWaitForAClientThatDoesNotRead() {
        List.of(1, 2).forEach(call -> relay.script("text words=600000"));
        try (RawClient client = RawClient.withSmallWindow(relay)) {
            client.write(RawClient.post(RunningRelay.CHAT, chat(2, true)));
            List<RecordedRequest> calls = calls(2);
            relay.script("text words=600000");
            // A client that reads gets as much meanwhile: in that time the other answer would have ended too.
            try (RawClient reading = RawClient.of(relay)) {
                assertThat(reading.write(RawClient.post(RunningRelay.CHAT, chat(1, true)))
                                .answer()
                                .body())
                        .contains(" word600000");
            }
            assertThat(calls).extracting(RecordedRequest::ending).containsOnly(Ending.OPEN);

            assertThat(client.answer().body()).endsWith("data: [DONE]\n\n");

            assertThat(endings(calls)).containsOnly(Ending.COMPLETE);
        }
    }

    @Test
    void stopSequenceOfEachChoiceStopsItsCall() {
        List.of(1, 2).forEach(call -> relay.script("text words=5000, pace millis=1"));

        JsonNode completion = relay.chat("""
                {"model": "gpt-5.5", "n": 2, "stop": " word4",
                 "messages": [{"role": "user", "content": "hello"}]}""").json();

        assertThat(completion.path("choices"))
                .extracting(choice -> choice.path("finish_reason").stringValue())
                .containsExactly("stop", "stop");
        assertThat(endings(calls(2))).containsOnly(Ending.CLIENT_GONE);
    }

    @Test
    void moreChoicesThanAllowedAreRefused(@TempDir Path other) {
        assertThat(relay.chat(chat(9, false)).error("param")).isEqualTo("n");
        try (RunningRelay frugal = RunningRelay.start(other, Map.of("compatibility.max_choices", "2"))) {
            WireAnswer answer = frugal.chat(chat(3, false));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.error("param")).isEqualTo("n");
            assertThat(frugal.chat(chat(2, false)).status()).isEqualTo(200);
        }
    }

    @Test
    void severalPromptsOfACompletionAreSeveralCalls() {
        WireAnswer answer = relay.post(COMPLETIONS, """
                {"model": "gpt-5.5", "n": 2, "prompt": ["one", "two"]}""");

        List<String> texts = new ArrayList<>();
        answer.json()
                .path("choices")
                .forEach(choice -> texts.add(choice.path("text").stringValue()));
        assertThat(texts).hasSize(4);
        assertThat(texts.subList(0, 2)).allMatch(text -> text.contains("one"));
        assertThat(texts.subList(2, 4)).allMatch(text -> text.contains("two"));
    }

    @Test
    void severalPromptsAreStreamedByTheirIndex() {
        List<JsonNode> chunks = relay.post(COMPLETIONS, """
                {"model": "gpt-5.5", "stream": true, "prompt": ["one", "two"]}""").events();

        for (int index = 0; index < 2; index++) {
            int wanted = index;
            assertThat(chunks.stream()
                            .map(chunk -> chunk.at("/choices/0"))
                            .filter(choice -> choice.path("index").intValue() == wanted)
                            .map(choice -> choice.path("text").stringValue(""))
                            .reduce("", String::concat))
                    .contains(List.of("one", "two").get(index));
        }
    }
}
