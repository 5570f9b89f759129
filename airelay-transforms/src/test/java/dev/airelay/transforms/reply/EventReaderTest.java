package dev.airelay.transforms.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private final EventReader reader = new EventReader();

    private CodexEvent read(String json) {
        return reader.read(Streams.event(json));
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
        CodexEvent.Fragment fragment = (CodexEvent.Fragment) read("""
                {"type":"%s","item_id":"x_1","output_index":3,"%s":2,"delta":"a\\nb"}""".formatted(type, index));

        assertThat(fragment.channel()).isEqualTo(channel);
        assertThat(fragment.text()).isEqualTo(JsonText.of("a\nb"));
        assertThat(fragment.route()).isEqualTo(new Route(3, JsonText.of("x_1"), index.equals("none") ? 0 : 2));
    }

    @Test
    void asciiDeltaIsAViewOfTheEventsBytes() {
        byte[] json = Streams.event("{\"type\":\"response.output_text.delta\",\"delta\":\"plain\"}")
                .json();

        CodexEvent.Fragment fragment =
                (CodexEvent.Fragment) reader.read(UpstreamEvent.parse(json).orElseThrow());

        assertThat(fragment.text().bytes()).isSameAs(json);
        assertThat(fragment.route()).isEqualTo(new Route(Route.NONE, null, 0));
    }

    @Test
    void halfACharacterStaysInTheDeltaAndNowhereElse() {
        CodexEvent.Fragment fragment = (CodexEvent.Fragment) read("""
                {"type":"response.output_text.delta","delta":"\\ud83d","logprobs":[{"token":"\\ud83d"}]}""");

        assertThat(fragment.text().units()).isEqualTo("\uD83D");
        assertThat(new String(reader.members().json(), StandardCharsets.UTF_8)).contains("{\"token\":\"\\ufffd\"}");
    }

    @Test
    void itemSaysWhatItIs() {
        CodexEvent.Item item = (CodexEvent.Item) read("""
                {"type":"response.output_item.added","output_index":1,
                 "item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"f","arguments":""}}""");

        assertThat(item.head()).isEqualTo(new ItemHead("function_call", "fc_1", "call_1", "f"));
        assertThat(item.route()).isEqualTo(new Route(1, JsonText.of("fc_1"), 0));
        assertThat(reader.members().lineBreaks()).isFalse();
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
        assertThat(read(json)).isInstanceOf(CodexEvent.Ignored.class);
    }

    @Test
    void publicEventOfAnUnknownTypeIsForwarded() {
        CodexEvent.Other other = (CodexEvent.Other) read("""
                {"type":"response.unheard_of","item_id":"x_1","output_index":3}""");

        assertThat(other.wireName()).isEqualTo("response.unheard_of");
        assertThat(other.route()).isEqualTo(new Route(3, JsonText.of("x_1"), 0));
        assertThat(other.part()).isFalse();
    }

    @Test
    void partOfAnUnknownTypeIsForwarded() {
        CodexEvent.Other other = (CodexEvent.Other) read("""
                {"type":"response.content_part.added","output_index":1,"content_index":2,"part":{"type":"hologram"}}""");

        assertThat(other.route()).isEqualTo(new Route(1, null, 2));
        assertThat(other.part()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999999", "\"0\"", "null", "1e3"})
    void outputIndexThatIsNoneIsTakenAsAbsent(String index) {
        CodexEvent.Fragment fragment = (CodexEvent.Fragment)
                read("{\"type\":\"response.output_text.delta\",\"delta\":\"x\",\"output_index\":" + index + "}");

        assertThat(fragment.route().outputIndex()).isEqualTo(Route.NONE);
    }
}
