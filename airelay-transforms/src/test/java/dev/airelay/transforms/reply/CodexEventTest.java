package dev.airelay.transforms.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodexEventTest {

    private final CodexEvent event = new CodexEvent();

    private CodexEvent.Kind read(String json) {
        return event.read(Streams.event(json));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            response.output_text.delta            | content_index | TEXT
            response.refusal.delta                | content_index | REFUSAL
            response.reasoning_text.delta         | content_index | REASONING
            response.reasoning_summary_text.delta | summary_index | SUMMARY
            response.function_call_arguments.delta | none         | ARGUMENTS
            response.custom_tool_call_input.delta | none          | INPUT
            """)
    void deltaIsRoutedToItsChannel(String type, String index, Channel channel) {
        CodexEvent.Kind kind = read("""
                {"type":"%s","item_id":"x_1","output_index":3,"%s":2,"delta":"a\\nb"}""".formatted(type, index));

        assertThat(kind).isEqualTo(CodexEvent.Kind.DELTA);
        assertThat(event.channel()).isEqualTo(channel);
        assertThat(event.itemKind()).isEqualTo(channel.item());
        assertThat(event.delta()).isEqualTo(JsonText.of("a\nb"));
        assertAbout(3, "x_1", index.equals("none") ? 0 : 2);
    }

    @Test
    void asciiDeltaIsAViewOfTheEventsBytes() {
        byte[] json = Streams.event("{\"type\":\"response.output_text.delta\",\"delta\":\"plain\"}")
                .json();

        event.read(UpstreamEvent.parse(json).orElseThrow());

        assertThat(event.delta().bytes()).isSameAs(json);
        assertAbout(CodexEvent.NO_INDEX, null, 0);
    }

    private void assertAbout(int outputIndex, @Nullable String itemId, int partIndex) {
        assertThat(event.outputIndex()).isEqualTo(outputIndex);
        assertThat(event.itemId()).isEqualTo(itemId == null ? null : JsonText.of(itemId));
        assertThat(event.partIndex()).isEqualTo(partIndex);
    }

    @Test
    void halfACharacterStaysInTheDeltaAndNowhereElse() {
        read("""
                {"type":"response.output_text.delta","delta":"\\ud83d","logprobs":[{"token":"\\ud83d"}]}""");

        assertThat(event.delta().units()).isEqualTo("\uD83D");
        assertThat(new String(event.members().json(), StandardCharsets.UTF_8)).contains("{\"token\":\"\\ufffd\"}");
    }

    @Test
    void itemSaysWhatItIs() {
        CodexEvent.Kind kind = read("""
                {"type":"response.output_item.added","output_index":1,
                 "item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"f","arguments":""}}""");

        assertThat(kind).isEqualTo(CodexEvent.Kind.ITEM);
        assertThat(event.head()).isEqualTo(new ItemHead("function_call", "fc_1", "call_1", "f"));
        assertAbout(1, "fc_1", 0);
        assertThat(event.members().lineBreaks()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"codex.rate_limits\"}",
                "{\"type\":\"unheard_of\"}",
                "{\"type\":\"response.output_text.delta\"}",
                "{\"type\":\"response.output_text.delta\",\"delta\":null}",
                "{\"type\":\"response.output_text.delta\",\"delta\":{\"a\":1}}",
                "{\"type\":\"response.output_text.delta\",\"delta\":\"cut",
                "{\"type\":\"response.output_text.delta\",\"delta\":\"x\"} trailing",
                "{\"type\":\"response.completed\"}",
                "{\"type\":\"response.completed\",\"response\":null}",
                "{\"type\":\"response.created\",\"response\":[]}",
                "{\"type\":\"response.output_item.done\",\"item\":{}}",
                "{\"type\":\"response.output_item.done\",\"item\":{\"type\":5}}",
                "{\"type\":\"error\",\"message\":\"cut"
            })
    void whatNobodyCanUseIsIgnored(String json) {
        assertThat(read(json)).isEqualTo(CodexEvent.Kind.IGNORED);
    }

    @Test
    void publicEventOfAnUnknownTypeIsForwarded() {
        CodexEvent.Kind kind = read("""
                {"type":"response.unheard_of","item_id":"x_1","output_index":3}""");

        assertThat(kind).isEqualTo(CodexEvent.Kind.OTHER);
        assertThat(event.wireName()).isEqualTo("response.unheard_of");
        assertAbout(3, "x_1", 0);
        assertThat(event.hasValue()).isFalse();
    }

    @Test
    void partOfAnUnknownTypeIsForwarded() {
        CodexEvent.Kind kind = read("""
                {"type":"response.content_part.added","output_index":1,"content_index":2,"part":{"type":"hologram"}}""");

        assertThat(kind).isEqualTo(CodexEvent.Kind.OTHER);
        assertAbout(1, null, 2);
        assertThat(event.hasValue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999999", "\"0\"", "null", "1e3"})
    void outputIndexThatIsNoneIsTakenAsAbsent(String index) {
        read("{\"type\":\"response.output_text.delta\",\"delta\":\"x\",\"output_index\":" + index + "}");

        assertThat(event.outputIndex()).isEqualTo(CodexEvent.NO_INDEX);
    }

    @Test
    void keepsNothingOfEventBefore() {
        read("{\"type\":\"response.created\",\"response\":{}}");
        read("{\"type\":\"error\"}");

        assertThat(event.kind()).isEqualTo(CodexEvent.Kind.FAILURE);
        assertThat(event.hasValue()).isFalse();
        assertThatThrownBy(event::delta).isInstanceOf(NullPointerException.class);
    }
}
