package dev.airelay.bench;

import static dev.airelay.bench.GrowthRig.CHAT;
import static dev.airelay.bench.GrowthRig.COMPLETIONS;
import static dev.airelay.bench.GrowthRig.MESSAGES;
import static dev.airelay.bench.GrowthRig.RESPONSES;
import static dev.airelay.bench.GrowthRig.SIZE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Twice the text is at most two and a half times the work of the whole relay, for any text anywhere in a response. */
class LinearAnswersTest {
    private static final String EVENTS = "content-type: text/event-stream";

    /** Every way in which an answer reaches a client. */
    private static final List<Request> REQUESTS = List.of(
            new Request(
                    CHAT,
                    "{\"model\":\"gpt-5.5\",\"stream\":true,\"stop\":[\"never\"],\"tools\":[{\"type\":\"function\","
                            + "\"function\":{\"name\":\"a.b\"}}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
            new Request(RESPONSES, "{\"model\":\"gpt-5.5\",\"stream\":true,\"input\":\"x\"}"),
            new Request(COMPLETIONS, "{\"model\":\"gpt-5.5\",\"stream\":true,\"prompt\":\"x\"}"),
            new Request(
                    MESSAGES,
                    "{\"model\":\"gpt-5.5\",\"max_tokens\":9,\"stream\":true,\"thinking\":{\"type\":\"adaptive\"},"
                            + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
            new Request(
                    MESSAGES,
                    "{\"model\":\"gpt-5.5\",\"max_tokens\":9,\"stop_sequences\":[\"STOP\"],"
                            + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
            new Request(CHAT, "{\"model\":\"gpt-5.5\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
            new Request(RESPONSES, "{\"model\":\"gpt-5.5\",\"store\":true,\"input\":\"x\"}"),
            new Request(COMPLETIONS, "{\"model\":\"gpt-5.5\",\"best_of\":1,\"prompt\":\"x\"}"));

    private static final List<String> HEADERS = List.of(
            "content-type: text/event-stream",
            "content-encoding: identity",
            "retry-after: 1",
            "x-request-id: req_1",
            "x-oai-request-id: req_1",
            "set-cookie: a=b; Path=/",
            "location: https://example.invalid/",
            "cf-ray: 8c",
            "cf-mitigated: challenge",
            "etag: W/\"x\"",
            "x-models-etag: W/\"x\"",
            "connection: keep-alive",
            "x-codex-plan-type: plus",
            "x-codex-active-limit: codex",
            "x-codex-primary-used-percent: 12.5",
            "x-codex-primary-window-minutes: 300",
            "x-codex-primary-reset-at: 1775300000",
            "x-codex-credits-balance: 1.5",
            "x-codex-rate-limit-reached-type: x",
            "x-codex-made-up-limit-name: x",
            "openai-processing-ms: 5",
            "made-up: x");

    private static final List<Integer> STATUSES = List.of(200, 400, 401, 402, 403, 404, 422, 429, 500, 503);

    /** The relay takes less than eight times as much. */
    private static final int LONG_HEADER = 8 * 1024;

    @TempDir
    static Path directory;

    private static GrowthRig rig;

    private final Growth growth = rig.growth();

    private record Request(String path, String body) {}

    @BeforeAll
    static void start() {
        rig = new GrowthRig(directory, Map.of("models.cache_ttl_seconds", "0"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void answerAsUsual() {
        rig.answerAsUsual();
    }

    /** Every way to ask, or one that depends on the title alone. */
    private static List<Request> requests(String title) {
        return HostileText.all()
                ? REQUESTS
                : List.of(REQUESTS.get(Math.floorMod(title.hashCode() / 31, REQUESTS.size())));
    }

    private int ask(Request request, byte[] answer) {
        rig.upstream().answer(WrittenUpstream.RESPONSES, answer);
        return rig.post(request.path(), request.body());
    }

    private void measure(String title, IntFunction<byte[]> answer) {
        requests(title)
                .forEach(request ->
                        growth.measure(title + " for " + request, SIZE, size -> ask(request, answer.apply(size))));
    }

    @Test
    void everyFieldOfEveryEvent() {
        for (TextField field : HostileText.some(TextField.of(GoldenFiles.answers()), 8)) {
            field.texts()
                    .forEach(text -> measure(
                            field + " " + text,
                            size -> WrittenUpstream.message(
                                    200, List.of(EVENTS), events(field.changed(text, size), size))));
        }

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.judged()).isGreaterThan(HostileText.atLeast(100));
        assertThat(growth.accepted()).isGreaterThan(growth.judged() / 2);
    }

    private static byte[] events(ObjectNode answer, int size) {
        return WireClient.joined(answer.path(GoldenFiles.EVENTS)
                .valueStream()
                .map(event -> event(event, size))
                .toArray(byte[][]::new));
    }

    private static byte[] event(JsonNode event, int size) {
        return WireClient.joined("data: ".getBytes(UTF_8), TextField.json(event, size), "\n\n".getBytes(UTF_8));
    }

    @Test
    void everyTextWhereItIsPassedOn() {
        for (Request request : REQUESTS) {
            HostileText.of(request.toString(), 5)
                    .forEach(text -> growth.measure(
                            text + " for " + request,
                            SIZE,
                            size -> ask(request, stream(Stream.of(delta(text.text("x", size)))))));
        }

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isEqualTo(growth.judged());
    }

    private static String delta(String text) {
        return "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"item_id\":\"msg_0\",\"content_index\":0,\"delta\":"
                + JsonMapper.shared().writeValueAsString(text) + "}";
    }

    /** An answer of these events, begun and ended as usual. */
    private static byte[] stream(Stream<String> events) {
        return WrittenUpstream.message(
                200,
                List.of(EVENTS),
                Stream.of(
                                Stream.of("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\"}}"),
                                events,
                                Stream.of(
                                        "{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"output\":[]}}"))
                        .flatMap(all -> all)
                        .map(event -> "data: " + event + "\n\n")
                        .collect(Collectors.joining())
                        .getBytes(UTF_8));
    }

    @Test
    void manySmallEvents() {
        Map<String, String> each = Map.of(
                "deltas",
                delta("x"),
                "deltas of other parts",
                delta("x").replace("\"content_index\":0", "\"content_index\":*"),
                "deltas of other items",
                delta("x").replace("\"output_index\":0", "\"output_index\":*"),
                "events of unknown type",
                "{\"type\":\"response.made_up.*\",\"x\":1}",
                "reasoning",
                "{\"type\":\"response.reasoning_summary_text.delta\",\"output_index\":0,\"summary_index\":*,"
                        + "\"delta\":\"x\"}",
                "calls",
                "{\"type\":\"response.output_item.done\",\"output_index\":*,\"item\":{\"type\":\"function_call\","
                        + "\"id\":\"fc_*\",\"call_id\":\"c_*\",\"name\":\"f\",\"arguments\":\"{}\"}}",
                "arguments",
                "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":0,\"item_id\":\"fc_0\","
                        + "\"delta\":\"x\"}",
                "limits",
                "{\"type\":\"codex.rate_limits\",\"rate_limits\":{\"w*\":{\"used_percent\":1}}}",
                "no objects",
                "[*]",
                "no JSON",
                "{*");
        each.forEach((title, event) -> requests(title)
                .forEach(request -> growth.measure(
                        title + " for " + request, SIZE, size -> ask(request, stream(many(event, size))))));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isGreaterThan(growth.judged() / 2);
    }

    private static Stream<String> many(String each, int size) {
        return IntStream.range(0, size / (each.length() + 8)).mapToObj(i -> each.replace("*", Integer.toString(i)));
    }

    @Test
    void manySmallThingsInOneEvent() {
        String annotation =
                "{\"type\":\"url_citation\",\"url\":\"https://a.b/*\",\"title\":\"t\",\"start_index\":*,\"end_index\":*}";
        Map<String, List<String>> parts = Map.of(
                "items",
                List.of("", "{\"id\":\"msg_*\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}", ""),
                "calls",
                List.of(
                        "",
                        "{\"id\":\"fc_*\",\"type\":\"function_call\",\"call_id\":\"c_*\",\"name\":\"f\",\"arguments\":\"{}\"}",
                        ""),
                "parts",
                List.of(
                        "{\"id\":\"msg_0\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[",
                        "{\"type\":\"output_text\",\"text\":\"x\"}",
                        "]}"),
                "annotations",
                List.of(
                        "{\"id\":\"msg_0\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
                                + "\"text\":\"x\",\"annotations\":[",
                        annotation,
                        "]}]}"),
                "unknown items",
                List.of("", "{\"id\":\"x_*\",\"type\":\"made_up_*\"}", ""),
                "members",
                List.of("{\"id\":\"x\",\"type\":\"made_up\",\"members\":{", "\"k*\":1", "}}"));
        parts.forEach((title, part) -> requests(title)
                .forEach(request -> growth.measure(
                        title + " for " + request,
                        SIZE,
                        size -> ask(
                                request,
                                stream(Stream.of(
                                        "{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"output\":["
                                                + part.get(0)
                                                + many(part.get(1), size).collect(Collectors.joining(","))
                                                + part.get(2) + "]}}"))))));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isGreaterThan(growth.judged() / 2);
    }

    @Test
    void everyLineOfEventStream() {
        Map<String, IntFunction<String>> lines = Map.ofEntries(
                Map.entry("comment", n -> ":" + "x".repeat(n) + "\n\n"),
                Map.entry("comments", n -> ":\n\n".repeat(n / 3)),
                Map.entry("empty lines", "\n"::repeat),
                Map.entry("empty lines of Windows", n -> "\r\n".repeat(n / 2)),
                Map.entry("carriage returns", "\r"::repeat),
                Map.entry("name", n -> "event: " + "x".repeat(n) + "\n\n"),
                Map.entry("names", n -> "event: x\n".repeat(n / 9) + "\n"),
                Map.entry("id", n -> "id: " + "x".repeat(n) + "\n\n"),
                Map.entry("ids", n -> "id: x\n".repeat(n / 6) + "\n"),
                Map.entry("retry", n -> "retry: " + "1".repeat(n) + "\n\n"),
                Map.entry("field", n -> "x".repeat(n) + ": y\n\n"),
                Map.entry("colons", n -> ":".repeat(n) + "\n"),
                Map.entry("lines of data", n -> "data: \n".repeat(n / 7) + "\n"),
                Map.entry("data without JSON", n -> "data: " + "x".repeat(n) + "\n\n"),
                Map.entry("data in brackets", n -> "data: " + "[".repeat(n) + "\n\n"),
                Map.entry("data in braces", n -> "data: " + "{\"a\":".repeat(n / 5) + "\n\n"),
                Map.entry("line that does not end", "x"::repeat),
                Map.entry("byte order marks", n -> "\ufeff".repeat(n / 3) + "\n"));
        lines.forEach((title, line) -> measure(
                title,
                size -> WrittenUpstream.message(
                        200,
                        List.of(EVENTS),
                        WireClient.joined(line.apply(size).getBytes(UTF_8), GoldenFiles.answer("text")))));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isPositive();
    }

    @Test
    void everyHeader() {
        for (String header : HEADERS) {
            for (int status : List.of(200, 429)) {
                HostileText.inLine(header + status, 1)
                        .forEach(text -> measureHead(
                                status + " " + header + " " + text,
                                size -> head(status, List.of(header(header, text, size)))));
            }
        }
        Stream.of("x*: y", "set-cookie: a=b", "x-codex-*-used-percent: 1", "x-codex-primary-used-percent: 1")
                .forEach(header -> measureHead(
                        "many of " + header,
                        size -> head(200, many(header, size / 2).toList())));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isGreaterThan(HEADERS.size() / 2);
    }

    private void measureHead(String title, IntFunction<byte[]> answer) {
        requests(title)
                .forEach(request -> growth.measure(
                        title + " for " + request, LONG_HEADER, size -> ask(request, answer.apply(size))));
    }

    private static String header(String usual, HostileText text, int size) {
        int value = usual.indexOf(' ') + 1;
        return usual.substring(0, value) + text.text(usual.substring(value), size);
    }

    private static byte[] head(int status, List<String> headers) {
        return WrittenUpstream.message(
                status,
                headers.get(0).startsWith("content-type")
                        ? headers
                        : Stream.concat(Stream.of(EVENTS), headers.stream()).toList(),
                GoldenFiles.answer("text"));
    }

    @Test
    void everyFieldOfEveryError() {
        List<ObjectNode> errors = Stream.of(
                        "{\"error\":{\"message\":\"Please try again in 1.3s. m\",\"type\":\"t\",\"code\":\"c\",\"param\":\"input[0].id\","
                                + "\"plan_type\":\"plus\",\"resets_at\":1775300000,\"resets_in_seconds\":60}}",
                        "{\"error\":{\"message\":\"m\",\"type\":\"usage_limit_reached\",\"resets_in_seconds\":60}}",
                        "{\"error\":\"e\",\"message\":\"m\"}",
                        "{\"detail\":\"Unsupported parameter: x\"}",
                        "{\"detail\":{\"code\":\"deactivated_workspace\",\"message\":\"m\"}}",
                        "{\"detail\":[{\"loc\":[\"body\",\"input\"],\"msg\":\"m\",\"type\":\"missing\"}]}")
                .map(json -> (ObjectNode) JsonMapper.shared().readTree(json))
                .toList();
        for (int status : STATUSES) {
            for (TextField field : HostileText.some(TextField.of(errors), 6)) {
                field.texts()
                        .forEach(text -> measure(
                                status + " " + field + " " + text,
                                size -> WrittenUpstream.message(
                                        status, List.of("content-type: application/json"), field.with(text, size))));
            }
            Stream.of("text/html", "text/plain", "application/json")
                    .forEach(type -> HostileText.of(status + type)
                            .forEach(text -> measure(
                                    status + " " + type + " " + text,
                                    size -> WrittenUpstream.message(
                                            status,
                                            List.of("content-type: " + type),
                                            text.text("<!DOCTYPE html><html><head><title>Just a moment", size)
                                                    .getBytes(UTF_8)))));
        }

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.judged()).isGreaterThan(HostileText.atLeast(50));
    }

    @Test
    void everyFieldOfModelsUsageAndCompactions() {
        measure(WrittenUpstream.MODELS, "GET /v1/models", "", """
                {"models":[{"slug":"gpt-5.5","display_name":"GPT-5.5","description":"d","visibility":"list",
                 "default_reasoning_level":"low","supported_reasoning_levels":[{"effort":"low","description":"d"}],
                 "minimal_client_version":"0.144.0","supported_in_api":true,"priority":0,"context_window":272000,
                 "input_modalities":["text","image"],"service_tiers":[{"id":"priority","name":"n"}],"base_instructions":"b"}]}""");
        measure(WrittenUpstream.USAGE, "GET /v1/subscription/status", "", """
                {"user_id":"u","account_id":"a","email":"e@example.invalid","plan_type":"plus","rate_limit":{"allowed":true,
                 "limit_reached":false,"primary_window":{"used_percent":1.5,"limit_window_seconds":18000,
                 "reset_after_seconds":1,"reset_at":1775300000}},"additional_rate_limits":[{"limit_name":"n",
                 "metered_feature":"f","rate_limit":{"allowed":true}}],"credits":{"has_credits":false,"balance":"0"},
                 "rate_limit_reached_type":{"type":"x"}}""");
        measure(WrittenUpstream.COMPACT, "POST /v1/responses/compact", "{\"model\":\"gpt-5.5\",\"input\":\"x\"}", """
                {"id":"cmp_1","object":"response.compaction","created_at":1,"output":[
                 {"type":"message","role":"user","content":[{"type":"input_text","text":"kept"}]},
                 {"type":"compaction","id":"cmp_2","encrypted_content":"gAAAA"}],
                 "usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""");

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isGreaterThan(growth.judged() / 2);
    }

    private void measure(String upstreamPath, String request, String body, String answer) {
        List<ObjectNode> documents = List.of((ObjectNode) JsonMapper.shared().readTree(answer));
        for (TextField field : HostileText.some(TextField.of(documents), 2)) {
            field.texts()
                    .forEach(text -> growth.measure(request + " " + field + " " + text, SIZE, size -> {
                        rig.upstream().json(upstreamPath, 200, field.with(text, size));
                        return rig.send(request, List.of("content-type: application/json"), body);
                    }));
        }
    }
}
