package dev.airelay.transforms.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.anthropic.MessagesReplyOptions.Thinking;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The blocks of a message, streamed and whole. */
class MessagesReplyTest {

    private static final String CREATED = """
            {"type":"response.created","response":{"id":"resp_1","model":"gpt-5.5"}}""";
    private static final String COMPLETED = """
            {"type":"response.completed","response":{"usage":{"input_tokens":10,"output_tokens":5,\
            "input_tokens_details":{"cached_tokens":4},"output_tokens_details":{"reasoning_tokens":2}}}}""";

    private static MessagesReply reply(Thinking thinking, String... stops) {
        return new MessagesReply(new MessagesReplyOptions("m", thinking, List.of(stops), "tok", 42));
    }

    private static List<UpstreamEvent> events(String... json) {
        return Stream.concat(Stream.of(CREATED), Stream.of(json))
                .map(Streams::event)
                .toList();
    }

    private static JsonNode whole(MessagesReply reply, String... json) {
        return Streams.shown(Streams.collect(reply, events(json)));
    }

    private static List<JsonNode> stream(MessagesReply reply, String... json) {
        return Streams.frames(Streams.encode(reply, events(json)));
    }

    /** The content of a stream, put together as Anthropic's SDKs do. */
    private static List<String> blocks(List<JsonNode> frames) {
        List<String> blocks = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int index = -1;
        for (JsonNode frame : frames) {
            switch (frame.path("type").stringValue()) {
                case "content_block_start" -> {
                    assertThat(frame.path("index").intValue()).isEqualTo(++index);
                    assertThat(open).isEmpty();
                    open.append(frame.at("/content_block/type").stringValue()).append(':');
                }
                case "content_block_delta" -> {
                    assertThat(frame.path("index").intValue()).isEqualTo(index);
                    for (String member : List.of("text", "thinking", "partial_json", "signature")) {
                        open.append(frame.path("delta").path(member).stringValue(""));
                    }
                }
                case "content_block_stop" -> {
                    assertThat(frame.path("index").intValue()).isEqualTo(index);
                    blocks.add(open.toString());
                    open.setLength(0);
                }
                default -> {
                    // Not about a block.
                }
            }
        }
        assertThat(open).isEmpty();
        return blocks;
    }

    private static String text(String item, int index, String delta) {
        return "{\"type\":\"response.output_text.delta\",\"item_id\":\"" + item + "\",\"output_index\":" + index
                + ",\"content_index\":0,\"delta\":\"" + delta + "\"}";
    }

    private static String callAdded(int index, String name) {
        return "{\"type\":\"response.output_item.added\",\"output_index\":" + index
                + ",\"item\":{\"type\":\"function_call\",\"id\":\"fc_" + index + "\",\"call_id\":\"call_" + index
                + "\",\"name\":\"" + name + "\",\"arguments\":\"\"}}";
    }

    private static String arguments(int index, String delta) {
        return "{\"type\":\"response.function_call_arguments.delta\",\"item_id\":\"fc_" + index + "\",\"output_index\":"
                + index + ",\"delta\":\"" + delta + "\"}";
    }

    private static String callDone(int index, String name, String arguments) {
        return "{\"type\":\"response.output_item.done\",\"output_index\":" + index
                + ",\"item\":{\"type\":\"function_call\",\"id\":\"fc_" + index + "\",\"call_id\":\"call_" + index
                + "\",\"name\":\"" + name + "\",\"arguments\":\"" + arguments + "\",\"status\":\"completed\"}}";
    }

    private static final String[] REASONED = {"""
            {"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}""", """
            {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"why"}""", """
            {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":1,"delta":"how"}""", """
            {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1",\
            "summary":[{"type":"summary_text","text":"why"},{"type":"summary_text","text":"how"}],"encrypted_content":"gAAA"}}""", text("msg_1", 1, "Yes"), COMPLETED};

    @Test
    void textIsOneBlockBetweenHeadAndEnd() {
        List<JsonNode> frames =
                stream(reply(Thinking.HIDDEN), text("msg_1", 0, "He"), text("msg_1", 0, "llo"), COMPLETED);

        assertThat(frames)
                .extracting(frame -> frame.path("type").stringValue())
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(frames.get(0).at("/message/model").stringValue()).isEqualTo("gpt-5.5");
        assertThat(frames.get(0).at("/message/id").stringValue()).isEqualTo("msg_tok");
        assertThat(frames.get(5).at("/delta/stop_reason").stringValue()).isEqualTo("end_turn");
    }

    @Test
    void cachedTokensAreNotAmongTheInputTokens() {
        JsonNode usage =
                whole(reply(Thinking.HIDDEN), text("msg_1", 0, "a"), COMPLETED).path("usage");

        assertThat(usage.path("input_tokens").intValue()).isEqualTo(6);
        assertThat(usage.path("cache_read_input_tokens").intValue()).isEqualTo(4);
        assertThat(usage.path("output_tokens").intValue()).isEqualTo(5);
        assertThat(usage.at("/output_tokens_details/thinking_tokens").intValue())
                .isEqualTo(2);
    }

    @Test
    void everyEventIsOneWriteThatNamesItsType() {
        Recording recording = Streams.encode(reply(Thinking.HIDDEN), events(text("msg_1", 0, "a"), COMPLETED));

        assertThat(recording.writes())
                .allSatisfy(write -> assertThat(write).matches("(?s)event: (\\w+)\ndata: \\{\"type\":\"\\1\".*}\n\n"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            SHOWN,      `thinking:why\\n\\nhowairelay1.rs_1.gAAA`
            SIGNATURES, `thinking:airelay1.rs_1.gAAA`
            HIDDEN,     ``
            """)
    void reasoningIsOneBlockWithItsSignatureLast(Thinking thinking, String block) {
        List<String> streamed = blocks(stream(reply(thinking), REASONED));
        JsonNode content = whole(reply(thinking), REASONED).path("content");

        String expected = block.replace("\\n", "\n");
        assertThat(streamed).isEqualTo(expected.isEmpty() ? List.of("text:Yes") : List.of(expected, "text:Yes"));
        assertThat(content).hasSize(streamed.size());
        if (thinking != Thinking.HIDDEN) {
            assertThat(content.get(0).path("signature").stringValue()).isEqualTo("airelay1.rs_1.gAAA");
        }
    }

    @Test
    void callIsAToolUse() {
        String[] events = {
            callAdded(0, "f"),
            arguments(0, "{\\\"a\\\":"),
            arguments(0, "1}"),
            callDone(0, "f", "{\\\"a\\\":1}"),
            COMPLETED
        };
        List<JsonNode> frames = stream(reply(Thinking.HIDDEN), events);
        JsonNode message = whole(reply(Thinking.HIDDEN), events);

        assertThat(blocks(frames)).containsExactly("tool_use:{\"a\":1}");
        assertThat(message.at("/content/0/id").stringValue()).isEqualTo("call_0");
        assertThat(message.at("/content/0/input/a").intValue()).isEqualTo(1);
        assertThat(message.path("stop_reason").stringValue()).isEqualTo("tool_use");
    }

    @Test
    void callsThatOverlapBecomeBlocksOneAfterAnother() {
        List<JsonNode> frames = stream(
                reply(Thinking.HIDDEN),
                callAdded(0, "f"),
                callAdded(1, "g"),
                arguments(0, "{\\\"a\\\":"),
                arguments(1, "{\\\"b\\\":"),
                arguments(0, "1}"),
                arguments(1, "2}"),
                callDone(1, "g", "{\\\"b\\\":2}"),
                callDone(0, "f", "{\\\"a\\\":1}"),
                COMPLETED);

        assertThat(blocks(frames)).containsExactly("tool_use:{\"a\":1}", "tool_use:{\"b\":2}");
    }

    @Test
    void callWithoutArgumentsHasAnEmptyInput() {
        String[] events = {callAdded(0, "f"), callDone(0, "f", ""), COMPLETED};

        assertThat(blocks(stream(reply(Thinking.HIDDEN), events))).containsExactly("tool_use:{}");
        assertThat(whole(reply(Thinking.HIDDEN), events).at("/content/0/input").isObject())
                .isTrue();
    }

    @Test
    void emptyPagesAreTakenFromTheInputOfRead() {
        String given = "{\\\"file_path\\\":\\\"a\\\",\\\"pages\\\":\\\"\\\"}";
        String[] events = {callAdded(0, "Read"), arguments(0, given), callDone(0, "Read", given), COMPLETED};

        assertThat(blocks(stream(reply(Thinking.HIDDEN), events))).containsExactly("tool_use:{\"file_path\":\"a\"}");
        assertThat(whole(reply(Thinking.HIDDEN), events).at("/content/0/input").toString())
                .isEqualTo("{\"file_path\":\"a\"}");
    }

    @Test
    void inputThatIsCutIsShownAsWhatItIs() {
        JsonNode message = whole(reply(Thinking.HIDDEN), callAdded(0, "f"), arguments(0, "{\\\"a\\\":"), """
                {"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}}""");

        assertThat(message.at("/content/0/input/INVALID_JSON").stringValue()).isEqualTo("{\"a\":");
        assertThat(message.path("stop_reason").stringValue()).isEqualTo("max_tokens");
    }

    private static final String ANNOTATED = """
            {"type":"response.output_text.annotation.added","item_id":"msg_1","output_index":1,"content_index":0,\
            "annotation_index":0,"annotation":{"type":"url_citation","start_index":0,"end_index":3,\
            "url":"https://example.org/a","title":"A"}}""";

    private static String search(String action) {
        return "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"web_search_call\","
                + "\"id\":\"ws_1\",\"status\":\"completed\",\"action\":" + action + "}}";
    }

    @Test
    void searchIsTheUseOfAServerToolAndItsResult() {
        String sources = search("""
                {"type":"search","query":"cats","sources":[{"type":"url","url":"https://example.org/a"}]}""");
        List<JsonNode> frames =
                stream(reply(Thinking.HIDDEN), sources, text("msg_1", 1, "Cats."), ANNOTATED, COMPLETED);
        JsonNode message = whole(reply(Thinking.HIDDEN), sources, text("msg_1", 1, "Cats."), ANNOTATED, COMPLETED);

        assertThat(blocks(frames)).containsExactly("server_tool_use:", "web_search_tool_result:", "text:Cats.");
        assertThat(frames)
                .extracting(frame -> frame.path("content_block"))
                .filteredOn(block -> block.path("type").stringValue("").equals("text"))
                .allSatisfy(
                        block -> assertThat(block.path("citations").isArray()).isTrue());
        assertThat(message.at("/content/0/input/query").stringValue()).isEqualTo("cats");
        assertThat(message.at("/content/1/tool_use_id")).isEqualTo(message.at("/content/0/id"));
        assertThat(message.at("/content/1/content/0/title").stringValue()).isEqualTo("example.org");
        assertThat(message.at("/content/2/citations/0/url").stringValue()).isEqualTo("https://example.org/a");
        assertThat(message.path("stop_reason").stringValue()).isEqualTo("end_turn");
        assertThat(message.at("/usage/server_tool_use/web_search_requests").intValue())
                .isEqualTo(1);
    }

    @Test
    void citedPagesStandForTheSourcesThatTheUpstreamDoesNotName() {
        JsonNode content = whole(
                        reply(Thinking.HIDDEN),
                        search("{\"type\":\"search\",\"query\":\"cats\"}"),
                        text("msg_1", 1, "Cats."),
                        ANNOTATED,
                        COMPLETED)
                .path("content");

        assertThat(content.values())
                .extracting(block -> block.path("type").stringValue())
                .containsExactly("server_tool_use", "text", "web_search_tool_result");
        assertThat(content.at("/2/content/0/title").stringValue()).isEqualTo("A");
    }

    @Test
    void pageThatTheModelOpensIsNotSearch() {
        JsonNode message = whole(
                reply(Thinking.HIDDEN),
                search("{\"type\":\"open_page\",\"url\":\"https://example.org\"}"),
                text("msg_1", 1, "Cats."),
                COMPLETED);

        assertThat(message.path("content")).hasSize(1);
        assertThat(message.path("usage").path("server_tool_use").isNull()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"HIDDEN", "SHOWN"})
    void stopSequenceEndsTheMessageAndIsNamed(Thinking thinking) {
        MessagesReply reply = reply(thinking, "END", "STOP");
        StreamEncoder encoder = reply.streamEncoder();
        Recording recording = new Recording();
        events(text("msg_1", 0, "a E"), text("msg_1", 0, "ND b")).forEach(event -> encoder.accept(event, recording));
        ObjectEncoder object = reply.objectEncoder();
        events(text("msg_1", 0, "a E"), text("msg_1", 0, "ND b")).forEach(object::accept);
        List<JsonNode> frames = Streams.frames(recording);
        JsonNode message = Streams.shown(object.finish());

        assertThat(encoder.ended()).isTrue();
        assertThat(blocks(frames)).containsExactly("text:a ");
        assertThat(frames.get(frames.size() - 2).at("/delta/stop_sequence").stringValue())
                .isEqualTo("END");
        assertThat(message.path("stop_reason").stringValue()).isEqualTo("stop_sequence");
        assertThat(message.at("/content/0/text").stringValue()).isEqualTo("a ");
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens, max_tokens", "content_filter, refusal"})
    void turnThatIsCutShortSaysWhy(String reason, String stop) {
        JsonNode message = whole(
                reply(Thinking.HIDDEN),
                text("msg_1", 0, "a"),
                "{\"type\":\"response.incomplete\",\"response\":{\"incomplete_details\":{\"reason\":\"" + reason
                        + "\"}}}");

        assertThat(message.path("stop_reason").stringValue()).isEqualTo(stop);
        assertThat(message.path("stop_details").isNull()).isEqualTo(!stop.equals("refusal"));
    }

    @Test
    void refusalOfTheModelIsARefusal() {
        JsonNode message = whole(reply(Thinking.HIDDEN), """
                {"type":"response.refusal.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"No."}""", COMPLETED);

        assertThat(message.at("/content/0/text").stringValue()).isEqualTo("No.");
        assertThat(message.path("stop_reason").stringValue()).isEqualTo("refusal");
    }

    @Test
    void failureInTheStreamIsOneErrorEventAndNoEnd() {
        List<JsonNode> frames = stream(reply(Thinking.HIDDEN), text("msg_1", 0, "a"), """
                {"type":"response.failed","response":{"error":{"code":"server_is_overloaded","message":"Busy."}}}""");

        JsonNode last = frames.get(frames.size() - 1);
        assertThat(last.path("type").stringValue()).isEqualTo("error");
        assertThat(last.at("/error/type").stringValue()).isEqualTo("overloaded_error");
        assertThat(frames).extracting(frame -> frame.path("type").stringValue()).doesNotContain("message_stop");
    }

    @Test
    void streamThatBreaksOffIsAnError() {
        List<JsonNode> frames = stream(reply(Thinking.HIDDEN), text("msg_1", 0, "a"));

        assertThat(frames.get(frames.size() - 1).path("type").stringValue()).isEqualTo("error");
    }

    @Test
    void thinkingAloneIsAnEmptyAnswer() {
        String[] thought = Stream.of(REASONED)
                .filter(event -> !event.contains("output_text"))
                .toArray(String[]::new);

        assertThat(whole(reply(Thinking.SIGNATURES), thought).at("/error/code").stringValue())
                .isEqualTo("empty_response");
    }

    @Test
    void pagesOtherThanTextStayInTheInputOfRead() {
        String given = "{\\\"pages\\\":5}";
        String[] events = {callAdded(0, "Read"), arguments(0, given), callDone(0, "Read", given), COMPLETED};

        assertThat(blocks(stream(reply(Thinking.HIDDEN), events))).containsExactly("tool_use:{\"pages\":5}");
    }

    @Test
    void emptyAnswerIsAnErrorAndNotAnEmptyMessage() {
        List<JsonNode> frames = stream(reply(Thinking.HIDDEN), COMPLETED);

        assertThat(frames.get(frames.size() - 1).at("/error/message").stringValue())
                .contains("empty response");
        assertThat(whole(reply(Thinking.HIDDEN), COMPLETED).at("/error/code").stringValue())
                .isEqualTo("empty_response");
    }
}
