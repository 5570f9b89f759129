package dev.airelay.transforms.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Stop sequences in chat streams and objects, over the borders of the upstream's pieces. */
class ChatStopTest {

    private static final String COMPLETED = """
            {"type":"response.completed","response":{"usage":{"input_tokens":1,"output_tokens":2}}}""";

    private static Reply reply(String stop) {
        return ChatReply.of(new ChatReplyOptions(
                "m",
                true,
                false,
                CustomCallForm.CUSTOM,
                ReasoningExposure.REASONING_CONTENT,
                List.of(stop),
                1,
                "chatcmpl-tok",
                42));
    }

    private static String delta(String type, String item, String escaped) {
        return "{\"type\":\"response." + type + ".delta\",\"item_id\":\"" + item + "\",\"delta\":\"" + escaped + "\"}";
    }

    /** Returns the text deltas of escaped pieces, and the end of the turn. */
    private static List<UpstreamEvent> turn(String pieces) {
        List<UpstreamEvent> events = new ArrayList<>();
        for (String piece : pieces.split("\\|", -1)) {
            events.add(Streams.event(delta("output_text", "msg_1", piece)));
        }
        events.add(Streams.event(COMPLETED));
        return events;
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            END, E|ND x,                ``,    stop
            END, a E|N|D x,             `a `,  stop
            END, a E|N,                 a EN,  none
            é,   caf\\u00e9 x,           caf,   stop
            😀,   x \\ud83d|\\ude00 y,    `x `,  stop
            😀,   x \\ud83d|\\ude01 y,    x 😁 y, none
            b"c, ab\\"|cd,               a,     stop
            """)
    void textIsCutBeforeTheSequenceHoweverItIsEscapedOrSplit(String stop, String pieces, String text, String end) {
        Recording recording = Streams.encode(reply(stop), turn(pieces));
        JsonNode object = Streams.shown(Streams.collect(reply(stop), turn(pieces)));

        StringBuilder content = new StringBuilder();
        Streams.frames(recording)
                .forEach(frame ->
                        content.append(frame.at("/choices/0/delta/content").stringValue("")));
        assertThat(content).hasToString(text);
        assertThat(object.at("/choices/0/message/content").stringValue()).isEqualTo(text);
        assertThat(object.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(object.has("usage")).isEqualTo(end.equals("none"));
    }

    @Test
    void upstreamIsNotNeededOnceTheSequenceIsThere() {
        StreamEncoder stream = reply("END").streamEncoder();
        ObjectEncoder object = reply("END").objectEncoder();
        Recording recording = new Recording();
        UpstreamEvent event = Streams.event(delta("output_text", "msg_1", "one END"));

        assertThat(stream.ended()).isFalse();
        assertThat(object.ended()).isFalse();
        stream.accept(event, recording);
        object.accept(event);

        assertThat(stream.ended()).isTrue();
        assertThat(object.ended()).isTrue();
        assertThat(recording.text()).endsWith("data: [DONE]\n\n");
        assertThat(Streams.shown(object.finish())
                        .at("/choices/0/message/content")
                        .stringValue())
                .isEqualTo("one ");
    }

    @Test
    void neitherReasoningNorArgumentsAreSearched() {
        List<UpstreamEvent> events = List.of(
                Streams.event(delta("reasoning_summary_text", "rs_1", "END")),
                Streams.event(delta("output_text", "msg_1", "text")),
                Streams.event("{\"type\":\"response.output_item.added\",\"item\":{\"id\":\"fc_1\","
                        + "\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"f\"}}"),
                Streams.event(delta("function_call_arguments", "fc_1", "END")),
                Streams.event(COMPLETED));

        String stream = Streams.encode(reply("END"), events).text();
        JsonNode object = Streams.shown(Streams.collect(reply("END"), events));

        assertThat(stream).contains("\"reasoning_content\":\"END\"", "\"arguments\":\"END\"", "tool_calls\"}");
        assertThat(object.at("/choices/0/message/tool_calls/0/function/arguments")
                        .stringValue())
                .isEqualTo("END");
        assertThat(object.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
    }

    @ParameterizedTest
    @EnumSource(
            value = ReasoningExposure.class,
            names = {"THINK_TAGS", "REASONING_CONTENT"})
    void sequenceReachesOverReasoningUnlessThatIsInTheText(ReasoningExposure exposure) {
        ChatReplyOptions options = new ChatReplyOptions(
                "m", true, false, CustomCallForm.CUSTOM, exposure, List.of("END"), 1, "chatcmpl-tok", 42);
        List<UpstreamEvent> events = List.of(
                Streams.event(delta("output_text", "msg_1", "text E")),
                Streams.event(delta("reasoning_summary_text", "rs_1", "hm")),
                Streams.event(delta("output_text", "msg_2", "ND more")),
                Streams.event(COMPLETED));

        String content = content(ChatReply.of(options), events);

        assertThat(content)
                .isEqualTo(
                        exposure == ReasoningExposure.THINK_TAGS ? "text E<think>\nhm\n</think>\n\nND more" : "text ");
        assertThat(object(ChatReply.of(options), events)
                        .at("/choices/0/message/content")
                        .stringValue())
                .isEqualTo(content);
    }

    /** The reasoning comes whole, without events for its text. */
    @Test
    void sequenceDoesNotReachOverReasoningThatComesWhole() {
        ChatReplyOptions options = new ChatReplyOptions(
                "m",
                true,
                false,
                CustomCallForm.CUSTOM,
                ReasoningExposure.THINK_TAGS,
                List.of("END"),
                1,
                "chatcmpl-tok",
                42);
        List<UpstreamEvent> events = List.of(
                Streams.event(delta("output_text", "msg_1", "text E")),
                Streams.event(
                        "{\"type\":\"response.output_item.done\",\"item\":{\"id\":\"rs_1\",\"type\":\"reasoning\","
                                + "\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}]}}"),
                Streams.event(delta("output_text", "msg_2", "ND")),
                Streams.event(delta("output_text", "msg_2", " more")),
                Streams.event(COMPLETED));

        String content = content(ChatReply.of(options), events);

        assertThat(content).isEqualTo("text E<think>\nhm\n</think>\n\nND more");
        JsonNode object = object(ChatReply.of(options), events);
        assertThat(object.at("/choices/0/message/content").stringValue()).isEqualTo(content);
        assertThat(object.has("usage")).isTrue();
        assertThat(remembered(options, events)).contains("text E", "ND more");
    }

    /** Returns the texts of the stored turn. */
    private static List<String> remembered(ChatReplyOptions options, List<UpstreamEvent> events) {
        StreamEncoder encoder = ChatReply.remembered(options).streamEncoder();
        events.forEach(event -> encoder.accept(event, new Recording()));
        return encoder.turn().orElseThrow().output().stream()
                .map(item -> item.json().at("/content/0/text").stringValue(""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"added", "done"})
    void sequenceDoesNotReachOverACall(String event) {
        List<UpstreamEvent> events = List.of(
                Streams.event(delta("output_text", "msg_1", "text E")),
                Streams.event("{\"type\":\"response.output_item." + event + "\",\"item\":{\"id\":\"fc_1\","
                        + "\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"f\",\"arguments\":\"{}\"}}"),
                Streams.event(delta("output_text", "msg_2", "ND more")),
                Streams.event(COMPLETED));

        assertThat(content(reply("END"), events)).isEqualTo("text END more");
        JsonNode object = object(reply("END"), events);
        assertThat(object.at("/choices/0/message/content").stringValue()).isEqualTo("text END more");
        assertThat(object.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
    }

    private static String content(Reply reply, List<UpstreamEvent> events) {
        StringBuilder content = new StringBuilder();
        Streams.frames(Streams.encode(reply, events))
                .forEach(frame ->
                        content.append(frame.at("/choices/0/delta/content").stringValue("")));
        return content.toString();
    }

    /** Feeds the events until the encoder has enough, as its caller does. */
    private static JsonNode object(Reply reply, List<UpstreamEvent> events) {
        ObjectEncoder encoder = reply.objectEncoder();
        events.stream().takeWhile(next -> !encoder.ended()).forEach(encoder::accept);
        return Streams.shown(encoder.finish());
    }

    @Test
    void beginningOfASequenceThatIsHeldBackComesBeforeACall() {
        List<UpstreamEvent> events = List.of(
                Streams.event(delta("output_text", "msg_1", "text EN")),
                Streams.event("{\"type\":\"response.output_item.done\",\"item\":{\"id\":\"fc_1\","
                        + "\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"f\",\"arguments\":\"{}\"}}"),
                Streams.event(COMPLETED));

        String stream = Streams.encode(reply("END"), events).text();

        assertThat(stream.indexOf("\"content\":\"EN\"")).isPositive().isLessThan(stream.indexOf("call_1"));
    }
}
