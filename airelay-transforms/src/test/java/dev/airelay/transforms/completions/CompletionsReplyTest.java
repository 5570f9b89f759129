package dev.airelay.transforms.completions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.Choices;
import dev.airelay.transforms.OpenAiStreamSchemas;
import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.Translation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CompletionsReplyTest {

    private static Translation translate(String members) {
        ObjectNode request = (ObjectNode) Streams.JSON.readTree("{\"model\":\"m\"," + members + "}");
        return new CompletionsDialect().translate(request, Contexts.ordinary());
    }

    /** Returns a call that says {@code text} and counts {@code prompt} and 2 tokens. */
    private static List<UpstreamEvent> call(String text, int prompt) {
        return List.of(
                Streams.event("{\"type\":\"response.created\",\"response\":{\"model\":\"up\",\"created_at\":7}}"),
                Streams.event("{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"output_index\":0,"
                        + "\"content_index\":0,\"delta\":\"" + text + "\"}"),
                Streams.event("{\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":" + prompt
                        + ",\"output_tokens\":2}}}"));
    }

    @Test
    void eachPromptHasItsChoicesSideBySide() {
        Translation translation = translate("\"prompt\":[\"a\",\"b\"],\"n\":2");

        assertThat(translation.requests())
                .extracting(CompletionsReplyTest::prompt)
                .containsExactly("a", "a", "b", "b");
        assertThat(translation.requests().get(0).sessionId())
                .isEqualTo(translation.requests().get(1).sessionId())
                .isNotEqualTo(translation.requests().get(2).sessionId());
        assertThat(translation.emulatedParameters()).containsExactly("prompt", "n");
    }

    private static String prompt(CodexRequest request) {
        return request.body().at("/input/0/content/0/text").stringValue();
    }

    @Test
    void streamNumbersTheChoicesAndEndsWithUsageOfAllPrompts() {
        Reply reply = translate("\"prompt\":[\"a\",\"b\"],\"n\":2,\"stream_options\":{\"include_usage\":true}")
                .reply();

        Recording recording =
                Choices.stream(reply, List.of(call("1", 10), call("2", 10), call("3", 30), call("4", 30)));

        List<JsonNode> frames = Streams.frames(recording);
        OpenAiStreamSchemas.assertValid("CreateCompletionResponse", frames);
        assertThat(frames.subList(0, 4))
                .extracting(frame -> frame.at("/choices/0/index").intValue()
                        + frame.at("/choices/0/text").stringValue())
                .containsExactly("01", "12", "23", "34");
        assertThat(frames.subList(4, 8))
                .extracting(frame -> frame.at("/choices/0/index").intValue()
                        + frame.at("/choices/0/finish_reason").stringValue())
                .containsExactly("0stop", "1stop", "2stop", "3stop");
        assertThat(frames.get(8).at("/usage/prompt_tokens").intValue()).isEqualTo(40);
        assertThat(frames.get(8).at("/usage/completion_tokens").intValue()).isEqualTo(8);
        assertThat(frames.get(8).at("/usage/total_tokens").intValue()).isEqualTo(48);
        assertThat(recording.writes()).last().isEqualTo("data: [DONE]\n\n");
    }

    @Test
    void objectHoldsAllChoices() {
        Reply reply = translate("\"prompt\":[\"a\",\"b\"]").reply();

        JsonNode object = Streams.JSON.readTree(Choices.object(reply, List.of(call("1", 10), call("2", 30))));

        OpenAiStreamSchemas.assertValid("CreateCompletionResponse", List.of(object));
        assertThat(IntStream.range(0, 2)
                        .mapToObj(i -> object.path("choices").path(i))
                        .map(choice ->
                                choice.path("index") + choice.path("text").stringValue()))
                .containsExactly("01", "12");
        assertThat(object.at("/usage/prompt_tokens").intValue()).isEqualTo(40);
        assertThat(object.path("id").stringValue()).isEqualTo("cmpl-testid");
    }

    @Test
    void stopSequenceEndsTheObjectBeforeTheUpstreamDoes() {
        ObjectEncoder encoder =
                translate("\"prompt\":\"a\",\"stop\":\"END\"").reply().objectEncoder();
        List<UpstreamEvent> events = call("one END two", 10);

        encoder.accept(events.get(0));
        assertThat(encoder.ended()).isFalse();
        encoder.accept(events.get(1));

        assertThat(encoder.ended()).isTrue();
        assertThat(Streams.shown(encoder.finish()).at("/choices/0"))
                .hasToString("{\"text\":\"one \",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}");
    }

    @Test
    void refusalIsTheTextThatTheClientGets() {
        Reply reply = translate("\"prompt\":\"a\"").reply();
        List<UpstreamEvent> events = List.of(
                Streams.event("{\"type\":\"response.refusal.delta\",\"item_id\":\"m\",\"output_index\":0,"
                        + "\"content_index\":0,\"delta\":\"No.\"}"),
                Streams.event("{\"type\":\"response.completed\",\"response\":{}}"));

        assertThat(Streams.frames(Streams.encode(reply, events))
                        .get(0)
                        .at("/choices/0/text")
                        .stringValue())
                .isEqualTo("No.");
        assertThat(Streams.shown(Streams.collect(reply, events))
                        .at("/choices/0/text")
                        .stringValue())
                .isEqualTo("No.");
    }

    @Test
    void otherNumberOfCallsIsTheCallersMistake() {
        Reply reply = translate("\"prompt\":[\"a\",\"b\"]").reply();

        assertThatThrownBy(reply::streamEncoder).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reply.merge(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
