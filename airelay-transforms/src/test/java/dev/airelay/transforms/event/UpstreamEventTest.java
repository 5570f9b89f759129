package dev.airelay.transforms.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamEventTest {

    private static Optional<UpstreamEvent> parse(String data) {
        return UpstreamEvent.parse(data.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"response.completed"}                            | COMPLETED
            {"sequence_number":1,"a":{"type":"x"},"type":"error"}    | ERROR
            {"type":"response.made_up"}                              | OTHER_PUBLIC
            {"type":"response.codex.made_up"}                        | UNKNOWN
            {"type":"response.made_up\\ndata: 1"}                    | UNKNOWN
            {"type":"codex.made_up"}                                 | UNKNOWN
            {"type":"made_up"}                                       | UNKNOWN
            {"type":""}                                              | UNKNOWN
            {"type":"response.output_text.delta","delta":"cut        | OUTPUT_TEXT_DELTA
            """)
    void typeIsReadFromTheJson(String data, EventType type) {
        assertThat(parse(data)).map(UpstreamEvent::type).contains(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[DONE]",
                "null",
                "1",
                "\"type\"",
                "{}",
                "{\"type\":1}",
                "{\"type\":null}",
                "{\"a\":",
                "<html>"
            })
    void otherThanEventIsEmpty(String data) {
        assertThat(parse(data)).isEmpty();
    }

    @Test
    void bytesAreSharedWhenTheyAreValid() {
        byte[] data = "{\"type\":\"error\",\"message\":\"é\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(UpstreamEvent.parse(data).orElseThrow().json()).isSameAs(data);
    }

    @Test
    void invalidUtf8IsReplaced() {
        byte[] data = "{\"type\":\"error\",\"message\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(UpstreamEvent.parse(data).orElseThrow().json())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"type\":\"error\",\"message\":\"\uFFFD\"}");
    }

    @Test
    void typeIsFoundBehindAnImageOfThirtyMegabytes() {
        String data = "{\"result\":\"" + "A".repeat(30 * 1024 * 1024) + "\",\"type\":\"response.output_item.done\"}";

        assertThat(parse(data)).map(UpstreamEvent::type).contains(EventType.OUTPUT_ITEM_DONE);
    }

    @Test
    void contentIsNotShown() {
        assertThat(parse("{\"type\":\"error\",\"message\":\"secret\"}")
                        .orElseThrow()
                        .toString())
                .isEqualTo("ERROR[35 bytes]");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNKNOWN", "OTHER_PUBLIC"})
    void everyTypeIsFoundByItsName(EventType type) {
        assertThat(EventType.of(type.wireName())).isEqualTo(type);
    }

    @Test
    void isCopiedOnlyIfItsBytesAreAnothers() {
        byte[] bytes = "{\"type\":\"response.created\"}".getBytes(StandardCharsets.UTF_8);
        UpstreamEvent borrowed = new UpstreamEvent();
        borrowed.read(bytes, 0, bytes.length);
        UpstreamEvent kept = borrowed.kept();
        bytes[10] = 'X';

        assertThat(kept.bytes()).isNotSameAs(bytes).doesNotContain('X');
        assertThat(kept.kept()).isSameAs(kept);
        assertThat(UpstreamEvent.parse(kept.json()).orElseThrow().kept().bytes())
                .isSameAs(kept.bytes());
        kept.read(bytes, 0, bytes.length);
        assertThat(kept.kept()).isNotSameAs(kept);
    }
}
