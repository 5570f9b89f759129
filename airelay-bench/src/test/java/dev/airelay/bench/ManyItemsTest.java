package dev.airelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.chat.ChatReply;
import dev.airelay.transforms.chat.ChatReplyOptions;
import dev.airelay.transforms.completions.CompletionsReply;
import dev.airelay.transforms.completions.CompletionsReplyOptions;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.reply.RememberedReply;
import dev.airelay.transforms.reply.ToolNamesRestored;
import dev.airelay.transforms.responses.ResponsesReply;
import dev.airelay.transforms.responses.ResponsesReplyOptions;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Sixteen times the items of a reply are about sixteen times the work: a search among all of them would be 256 times as much. */
class ManyItemsTest {

    private static final int FEW = 500;
    private static final int TIMES = 16;
    /** Caches that no longer suffice, and code that is compiled late, make the larger reply dearer; a search does by far more. */
    private static final double MOST = 2.5 * TIMES;

    private static final int ATTEMPTS = 4;
    private static final int RUNS = 4;

    private static final List<String> STOPS = List.of("never said");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private record Turn(String title, IntFunction<List<String>> events) {

        @Override
        public String toString() {
            return title;
        }
    }

    private record Encoding(String title, Supplier<Reply> reply) {

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Turn> turns() {
        return Stream.of(
                new Turn("calls", count -> all(count, i -> call(i, true), i -> "")),
                new Turn("calls, again at the end", count -> all(count, i -> call(i, true), ManyItemsTest::callItem)),
                new Turn("calls that only the end names", count -> all(count, i -> List.of(), ManyItemsTest::callItem)),
                new Turn("calls without an index", count -> all(count, i -> call(i, false), i -> "")),
                new Turn(
                        "calls without an index, again at the end",
                        count -> all(count, i -> call(i, false), ManyItemsTest::callItem)),
                new Turn("calls without an id", count -> all(count, ManyItemsTest::anonymous, i -> "")),
                new Turn("calls of one id", count -> all(count, i -> ofOneId(i), i -> callItem(0))),
                new Turn("messages", count -> all(count, ManyItemsTest::message, i -> "")),
                new Turn("parts of a message", ManyItemsTest::parts),
                new Turn("parts of a summary", ManyItemsTest::summaries),
                new Turn("searches", count -> all(count, ManyItemsTest::search, i -> "")));
    }

    private static Stream<Encoding> encodings() {
        return Stream.of(
                new Encoding(
                        "chat, remembered",
                        () -> new RememberedReply(
                                ChatReply.of(new ChatReplyOptions(
                                        "m",
                                        true,
                                        false,
                                        CustomCallForm.CUSTOM,
                                        ReasoningExposure.THINK_TAGS,
                                        STOPS,
                                        1,
                                        "chatcmpl-tok",
                                        1)),
                                "tok",
                                1,
                                STOPS,
                                true)),
                new Encoding(
                        "responses",
                        () -> ToolNamesRestored.of(
                                new ResponsesReply(new ResponsesReplyOptions(
                                        JsonNodeFactory.instance.objectNode(),
                                        "m",
                                        "tok",
                                        1,
                                        InstantSource.fixed(Instant.EPOCH))),
                                Map.of("f", "a name"))),
                new Encoding(
                        "completions",
                        () -> CompletionsReply.of(new CompletionsReplyOptions("m", true, STOPS, 1, 1, "cmpl-tok", 1))));
    }

    private static List<String> all(int count, IntFunction<List<String>> events, IntFunction<String> output) {
        List<String> all = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.addAll(events.apply(i));
            ends.add(output.apply(i));
        }
        ends.removeIf(String::isEmpty);
        all.add("""
                {"type":"response.completed","response":{"status":"completed","output":[%s]}}""".formatted(String.join(",", ends)));
        return all;
    }

    private static String callItem(int i) {
        return """
                {"id":"fc_%1$d","type":"function_call","call_id":"call_%1$d","name":"f","arguments":"{}"}""".formatted(i);
    }

    private static List<String> call(int i, boolean indexed) {
        String index = indexed ? "\"output_index\":" + i + "," : "";
        return List.of("""
                {"type":"response.output_item.added",%s"item":{"id":"fc_%2$d","type":"function_call",
                 "call_id":"call_%2$d","name":"f"}}""".formatted(index, i), """
                {"type":"response.function_call_arguments.delta",%s"item_id":"fc_%d","delta":"{}"}""".formatted(index, i), """
                {"type":"response.function_call_arguments.done",%s"item_id":"fc_%d","arguments":"{}"}""".formatted(index, i), """
                {"type":"response.output_item.done",%s"item":%s}""".formatted(
                        index, callItem(i)));
    }

    private static List<String> anonymous(int i) {
        return List.of("""
                {"type":"response.output_item.added","item":{"type":"function_call","name":"f"}}""", """
                {"type":"response.function_call_arguments.delta","delta":"{}"}""", """
                {"type":"response.output_item.done","item":{"type":"function_call","name":"f","arguments":"{}"}}""");
    }

    private static List<String> ofOneId(int i) {
        return List.of("""
                {"type":"response.output_item.done","output_index":%d,"item":%s}""".formatted(i, callItem(0)));
    }

    private static List<String> message(int i) {
        return List.of("""
                {"type":"response.output_item.added","output_index":%1$d,"item":{"id":"msg_%1$d","type":"message",
                 "content":[]}}""".formatted(i), """
                {"type":"response.output_text.delta","output_index":%1$d,"item_id":"msg_%1$d","content_index":0,
                 "delta":"word "}""".formatted(i), """
                {"type":"response.output_item.done","output_index":%1$d,"item":{"id":"msg_%1$d","type":"message",
                 "content":[%2$s]}}""".formatted(i, part()));
    }

    private static String part() {
        return """
                {"type":"output_text","text":"word ","annotations":[{"type":"url_citation","start_index":0,"end_index":4,
                 "url":"https://example.org","title":"t"}]}""";
    }

    private static List<String> parts(int count) {
        List<String> events = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(part());
            events.add("""
                    {"type":"response.content_part.added","output_index":0,"item_id":"msg_0","content_index":%d,
                     "part":{"type":"output_text","text":""}}""".formatted(i));
            events.add("""
                    {"type":"response.output_text.delta","output_index":0,"item_id":"msg_0","content_index":%d,
                     "delta":"word "}""".formatted(i));
            events.add("""
                    {"type":"response.content_part.done","output_index":0,"item_id":"msg_0","content_index":%d,
                     "part":%s}""".formatted(i, part()));
        }
        events.add("""
                {"type":"response.output_item.done","output_index":0,"item":{"id":"msg_0","type":"message",
                 "content":[%s]}}""".formatted(String.join(",", parts)));
        events.addAll(all(0, i -> List.of(), i -> ""));
        return events;
    }

    private static List<String> summaries(int count) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add("""
                    {"type":"response.reasoning_summary_text.delta","output_index":0,"item_id":"rs_0","summary_index":%d,
                     "delta":"word "}""".formatted(i));
        }
        events.addAll(all(0, i -> List.of(), i -> ""));
        return events;
    }

    private static List<String> search(int i) {
        return List.of("""
                {"type":"response.output_item.added","output_index":%1$d,"item":{"id":"ws_%1$d",
                 "type":"web_search_call","status":"in_progress"}}""".formatted(i), """
                {"type":"response.web_search_call.searching","output_index":%1$d,"item_id":"ws_%1$d"}""".formatted(i), """
                {"type":"response.output_item.done","output_index":%1$d,"item":{"id":"ws_%1$d",
                 "type":"web_search_call","status":"completed","action":{"type":"search","query":"q"}}}""".formatted(i));
    }

    @ParameterizedTest
    @MethodSource("turns")
    void workGrowsWithTheItemsInEveryEncoding(Turn turn) {
        List<UpstreamEvent> few = read(turn.events().apply(FEW));
        List<UpstreamEvent> many = read(turn.events().apply(FEW * TIMES));

        encodings().forEach(encoding -> {
            assertLinear(
                    encoding + ", streamed", events -> stream(encoding.reply().get(), events), few, many);
            assertLinear(encoding + ", whole", events -> whole(encoding.reply().get(), events), few, many);
        });
    }

    private static void assertLinear(
            String what, Consumer<List<UpstreamEvent>> encode, List<UpstreamEvent> few, List<UpstreamEvent> many) {
        long forMany = Long.MAX_VALUE;
        long forFew = Long.MAX_VALUE;
        // What looks like too much is measured again: other programs on the machine must not decide.
        for (int attempt = 0; attempt < ATTEMPTS && (attempt == 0 || forMany >= MOST * forFew); attempt++) {
            forMany = Math.min(forMany, cpuTime(encode, many));
            // Compiled by now.
            for (int run = 0; run < RUNS; run++) {
                forFew = Math.min(forFew, cpuTime(encode, few));
            }
        }
        assertThat((double) forMany / forFew).as(what).isLessThan(MOST);
    }

    private static long cpuTime(Consumer<List<UpstreamEvent>> encode, List<UpstreamEvent> events) {
        long before = THREADS.getCurrentThreadCpuTime();
        encode.accept(events);
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    private static List<UpstreamEvent> read(List<String> events) {
        return events.stream()
                .map(event -> UpstreamEvent.parse(event.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow())
                .toList();
    }

    private static void stream(Reply reply, List<UpstreamEvent> events) {
        StreamEncoder encoder = reply.streamEncoder();
        events.forEach(event -> encoder.accept(event, (bytes, offset, length) -> {}));
        assertThat(encoder.ended()).isTrue();
        encoder.turn();
    }

    private static void whole(Reply reply, List<UpstreamEvent> events) {
        ObjectEncoder encoder = reply.objectEncoder();
        events.forEach(encoder::accept);
        assertThat(encoder.finish()).isInstanceOf(ObjectEncoder.Outcome.Finished.class);
    }
}
