package dev.airelay.bench;

import static dev.airelay.bench.GrowthRig.SIZE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Twice the text is at most two and a half times the work of the whole relay, in any member of a body. */
class LinearRequestsTest {
    /** Each so many-th field by default. */
    private static final int USUAL = 4;
    /** Of routes that read as others do. */
    private static final int SAME_READER = 25;

    private static final int PASSED_ON = 9;

    @TempDir
    static Path directory;

    private static GrowthRig rig;

    private final Growth growth = rig.growth();

    @BeforeAll
    static void start() {
        rig = new GrowthRig(directory, Map.of());
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void answerAsUsual() {
        rig.answerAsUsual();
    }

    @ParameterizedTest
    @CsvSource({
        "chat, /v1/chat/completions, " + USUAL,
        "responses, /v1/responses, " + USUAL,
        "completions, /v1/completions, 1",
        "responses, /no-tools/v1/responses, " + SAME_READER,
        "responses, /v1/responses/input_tokens, " + SAME_READER,
        "responses, /v1/responses/compact, " + SAME_READER
    })
    void everyFieldOfGeneration(String dialect, String path, int each) {
        measure(path, GoldenFiles.requests(dialect), each);

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.judged()).isGreaterThan(10);
        assertThat(growth.accepted()).isPositive();
    }

    private void measure(String path, List<ObjectNode> documents, int each) {
        for (TextField field : HostileText.some(TextField.of(documents), each)) {
            field.texts()
                    .forEach(text -> growth.measure(
                            path + " " + field + " " + text,
                            SIZE,
                            size -> rig.send(WireClient.json(path, field.with(text, size)))));
        }
    }

    @Test
    void everyFieldOfStoredThings() {
        String conversation = rig.made("/v1/conversations", "{}");
        String upload = rig.made(
                "/v1/uploads",
                "{\"filename\":\"a.txt\",\"purpose\":\"assistants\",\"bytes\":3,\"mime_type\":\"text/plain\"}");
        assertThat(List.of(conversation, upload)).doesNotContain("");

        measure("/v1/conversations", documents("""
                {"metadata":{"topic":"t"},"items":[{"type":"message","role":"user","content":"x"}]}"""), 1);
        measure("/v1/conversations/" + conversation, documents("{\"metadata\":{\"topic\":\"t\"}}"), 1);
        measure("/v1/conversations/" + conversation + "/items", items(), SAME_READER);
        measure("/v1/uploads", documents("""
                {"filename":"a.txt","purpose":"assistants","bytes":3,"mime_type":"text/plain",
                 "expires_after":{"anchor":"created_at","seconds":3600}}"""), 1);
        measure(
                "/v1/uploads/" + upload + "/complete",
                documents("{\"part_ids\":[\"part_1\"],\"md5\":\"d41d8cd98f00b204e9800998ecf8427e\"}"),
                1);

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isPositive();
    }

    private static List<ObjectNode> documents(String json) {
        return List.of((ObjectNode) JsonMapper.shared().readTree(json));
    }

    /** The items of the golden requests, one by one. */
    private static List<ObjectNode> items() {
        return GoldenFiles.requests("responses").stream()
                .flatMap(request -> request.path("input").valueStream())
                .filter(ObjectNode.class::isInstance)
                .map(item -> {
                    ObjectNode items = JsonMapper.shared().createObjectNode();
                    items.putArray("items").add(item);
                    return items;
                })
                .toList();
    }

    @Test
    void whatIsStoredAndReadAgain() {
        // An answer with a call could not be continued without the call's output.
        rig.upstream().events(GoldenFiles.answer("text"));
        for (HostileText text : HostileText.of("stored", 4)) {
            growth.measure("stored response " + text, SIZE, size -> {
                String said = quoted(text.text("x", size));
                String id = rig.made("/v1/responses", "{\"model\":\"gpt-5.5\",\"store\":true,\"input\":" + said + "}");
                assertThat(id).isNotEmpty();
                return Stream.of(
                                rig.get("/v1/responses/" + id),
                                rig.get("/v1/responses/" + id + "?stream=true"),
                                rig.get("/v1/responses/" + id + "/input_items"),
                                rig.post(
                                        "/v1/responses",
                                        "{\"model\":\"gpt-5.5\",\"input\":\"x\",\"previous_response_id\":\"" + id
                                                + "\"}"),
                                rig.send(WireClient.request("DELETE /v1/responses/" + id)))
                        .mapToInt(status -> status)
                        .max()
                        .orElseThrow();
            });
            growth.measure("conversation " + text, SIZE, size -> {
                String said = quoted(text.text("x", size));
                String id = rig.made(
                        "/v1/conversations",
                        "{\"items\":[{\"type\":\"message\",\"role\":\"user\",\"content\":" + said + "}]}");
                assertThat(id).isNotEmpty();
                return Stream.of(
                                rig.get("/v1/conversations/" + id + "/items"),
                                rig.post(
                                        "/v1/responses",
                                        "{\"model\":\"gpt-5.5\",\"input\":\"x\",\"conversation\":\"" + id + "\"}"),
                                rig.send(WireClient.request("DELETE /v1/conversations/" + id)))
                        .mapToInt(status -> status)
                        .max()
                        .orElseThrow();
            });
        }

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isEqualTo(growth.judged());
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    @Test
    void everyTextWhereItIsPassedOn() {
        Map<String, String> bodies = Map.of(
                "/v1/chat/completions",
                "{\"model\":\"gpt-5.5\",\"stop\":[\"never\"],\"messages\":[{\"role\":\"user\",\"content\":%s}]}",
                "/v1/responses",
                "{\"model\":\"gpt-5.5\",\"instructions\":%1$s,\"input\":%1$s}",
                "/v1/completions",
                "{\"model\":\"gpt-5.5\",\"prompt\":%s}");
        bodies.forEach((path, body) -> HostileText.of(path, PASSED_ON)
                .forEach(text -> growth.measure(
                        path + " " + text,
                        SIZE,
                        size -> rig.post(path, body.formatted(quoted(text.text("x", size)))))));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isEqualTo(growth.judged());
    }

    /** Bodies of many small things, of as many bytes as asked for; in place of the star stands the number of each. */
    static Map<String, List<String>> many() {
        return Map.ofEntries(
                many("messages", "\"messages\":[", "{\"role\":\"user\",\"content\":\"x\"}"),
                many("assistants", "\"messages\":[", "{\"role\":\"assistant\",\"content\":\"x\"}"),
                many(
                        "calls",
                        "\"messages\":[",
                        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c*\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                                + "{\"role\":\"tool\",\"tool_call_id\":\"c*\",\"content\":\"x\"}"),
                many(
                        "calls of one id",
                        "\"messages\":[",
                        "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"x\"}"),
                many(
                        "parts",
                        "\"messages\":[{\"role\":\"user\",\"content\":[",
                        "{\"type\":\"text\",\"text\":\"x\"}",
                        "}]"),
                many(
                        "tools",
                        "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[",
                        "{\"type\":\"function\",\"function\":{\"name\":\"a.b/*\",\"parameters\":{\"type\":\"object\"}}}"),
                many(
                        "tools of one name",
                        "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[",
                        "{\"type\":\"function\",\"function\":{\"name\":\"a.b\",\"parameters\":{\"type\":\"object\"}}}"),
                many("stop sequences", "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stop\":[", "\"s*\""),
                many("numbers", "\"messages\":[", "1"),
                many("nulls", "\"messages\":[", "null"),
                many("input items", "\"input\":[", "{\"role\":\"user\",\"content\":\"x\"}"),
                many(
                        "input calls",
                        "\"input\":[",
                        "{\"type\":\"function_call\",\"call_id\":\"c*\",\"name\":\"f\",\"arguments\":\"{}\"},"
                                + "{\"type\":\"function_call_output\",\"call_id\":\"c*\",\"output\":\"x\"}"),
                many(
                        "outputs without calls",
                        "\"input\":[",
                        "{\"type\":\"function_call_output\",\"call_id\":\"c*\",\"output\":\"x\"}"),
                many("references", "\"input\":[", "{\"type\":\"item_reference\",\"id\":\"msg_*\"}"),
                many("prompts", "\"prompt\":[", "\"x\""),
                many("included things", "\"input\":\"x\",\"include\":[", "\"x*\""));
    }

    private static Map.Entry<String, List<String>> many(String title, String begin, String each, String... ends) {
        return Map.entry(title, List.of(begin, each, "]" + String.join("", ends)));
    }

    private static String body(List<String> parts, int size) {
        int count = size / (parts.get(1).length() + 1);
        return IntStream.range(0, count)
                .mapToObj(i -> parts.get(1).replace("*", Integer.toString(i)))
                .collect(Collectors.joining(",", "{\"model\":\"gpt-5.5\"," + parts.get(0), parts.get(2) + "}"));
    }

    @Test
    void manySmallThings() {
        many().forEach((title, parts) -> {
            String path = parts.get(0).startsWith("\"messages")
                    ? GrowthRig.CHAT
                    : parts.get(0).startsWith("\"input") ? GrowthRig.RESPONSES : GrowthRig.COMPLETIONS;
            growth.measure(title, SIZE, size -> rig.post(path, body(parts, size)));
        });
        Stream.of("\"k*\":1", "\"k*\":{}", "\"metadata\":{}")
                .forEach(member -> Stream.of(GrowthRig.CHAT, GrowthRig.RESPONSES, "/v1/conversations", "/v1/uploads")
                        .forEach(path -> {
                            growth.measure(
                                    path + " members " + member,
                                    SIZE,
                                    size -> rig.post(path, "{" + joined(member, size) + "}"));
                            growth.measure(
                                    path + " metadata " + member,
                                    SIZE,
                                    size -> rig.post(path, "{\"metadata\":{" + joined(member, size) + "}}"));
                        }));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isPositive();
    }

    private static String joined(String member, int size) {
        return IntStream.range(0, size / (member.length() + 1))
                .mapToObj(i -> member.replace("*", Integer.toString(i)))
                .collect(Collectors.joining(","));
    }

    /** Texts that are not JSON, or only begin as such. */
    private static Map<String, IntFunction<String>> broken() {
        return Map.ofEntries(
                Map.entry("lists in lists", "["::repeat),
                Map.entry("objects in objects", n -> "{\"a\":".repeat(n / 5)),
                Map.entry("deep and whole", n -> "{\"input\":" + "[".repeat(n / 2) + "]".repeat(n / 2) + "}"),
                Map.entry("spaces", " "::repeat),
                Map.entry("spaces within", n -> "{\"model\":" + " ".repeat(n) + "\"gpt-5.5\"}"),
                Map.entry("cut in a text", n -> "{\"model\":\"" + "a".repeat(n)),
                Map.entry("cut in an escape", n -> "{\"model\":\"" + "\\\\".repeat(n / 2) + "\\"),
                Map.entry("cut in a name", n -> "{\"" + "a".repeat(n)),
                Map.entry("cut at the end", n -> "{\"model\":\"gpt-5.5\",\"input\":\"" + "a".repeat(n) + "\""),
                Map.entry("garbage at the end", n -> "{\"model\":\"gpt-5.5\",\"input\":\"x\"}" + "}".repeat(n)),
                Map.entry("a text again", n -> "{\"model\":\"gpt-5.5\",\"input\":\"x\"}" + "\"" + "x".repeat(n)),
                Map.entry("control characters", "\u0001"::repeat),
                Map.entry("escape characters", n -> "{\"model\":\"" + "\u001b".repeat(n) + "\"}"),
                Map.entry("halves of characters", n -> "{\"model\":\"" + "\\ud800".repeat(n / 6) + "\"}"),
                Map.entry("a word", n -> "{\"model\":" + "true".repeat(n / 4) + "}"),
                Map.entry("a number", n -> "{\"model\":" + "1".repeat(n) + "}"),
                Map.entry("a fraction", n -> "{\"temperature\":0." + "1".repeat(n) + "}"),
                Map.entry("an exponent", n -> "{\"temperature\":1e" + "1".repeat(n) + "}"),
                Map.entry("a comment", n -> "/*" + "*".repeat(n)),
                Map.entry("byte order marks", n -> "\ufeff".repeat(n / 3)));
    }

    @Test
    void brokenBodies() {
        broken().forEach((title, body) -> Stream.of(GrowthRig.CHAT, GrowthRig.RESPONSES, "/v1/conversations")
                .forEach(path -> growth.measure(path + " " + title, SIZE, size -> rig.post(path, body.apply(size)))));
        growth.measure("not UTF-8", SIZE, size -> {
            byte[] body = new byte[size];
            Arrays.fill(body, (byte) 0x80);
            return rig.send(WireClient.json(GrowthRig.CHAT, WireClient.joined("{\"model\":\"".getBytes(UTF_8), body)));
        });

        assertThat(growth.tooMuch()).isEmpty();
    }
}
