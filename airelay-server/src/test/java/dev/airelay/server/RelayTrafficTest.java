package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The traffic log of a whole relay, read after it has stopped. */
class RelayTrafficTest {
    private static final String HELLO = """
            {"model": "gpt-5.5", "seed": 7, "messages": [{"role": "user", "content": "hello"}]}""";

    @TempDir
    Path dataDir;

    private RunningRelay start(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return RunningRelay.start(dataDir, all);
    }

    private static String id(WireAnswer answer) {
        return answer.header("x-request-id").orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void generationIsLoggedFromRequestToResponse(Generation generation) {
        try (RunningRelay relay = start()) {
            WireAnswer answer = generation.ask(relay, "hello");

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.phases(id(answer)))
                    .containsSubsequence(
                            "inbound_request",
                            "upstream_request",
                            "upstream_response",
                            "upstream_usage",
                            "outbound_response");
            JsonNode out = log.only("outbound_response");
            assertThat(out.path("method").stringValue()).isEqualTo("POST");
            assertThat(out.path("path").stringValue()).isEqualTo(generation.path());
            assertThat(out.path("route").stringValue()).isEqualTo(generation.path());
            assertThat(out.path("client_ip").stringValue()).isEqualTo("127.0.0.1");
            assertThat(out.path("status_code").intValue()).isEqualTo(200);
            assertThat(out.path("complete").booleanValue()).isTrue();
            assertThat(out.path("model").stringValue()).isEqualTo("gpt-5.5");
            assertThat(out.at("/usage/total_tokens").asLong(0)).isPositive();
            assertThat(out.path("usage")).isEqualTo(log.only("upstream_usage").path("usage"));
            assertThat(out.path("bytes_out").longValue())
                    .isEqualTo(answer.text().length());
            assertThat(out.path("bytes_in").longValue()).isPositive();
            assertThat(out.path("first_byte_ms").longValue())
                    .isLessThanOrEqualTo(out.path("duration_ms").longValue());
            assertThat(out.path("first_token_ms").isNumber()).isTrue();
            assertThat(log.phase("outbound_usage")).hasSize(generation.stream() ? 1 : 0);
            assertThat(out.at("/body/kind").stringValue())
                    .isEqualTo(generation.stream() && !generation.ofOllama() ? "omitted" : "text_summary");
        }
    }

    @Test
    void ignoredParametersAreDisclosedInTheLogToo() {
        try (RunningRelay relay = start()) {
            WireAnswer answer = relay.chat(HELLO);
            String disclosed = answer.header("x-airelay-ignored-parameters").orElseThrow();

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.only("compatibility_adaptation").path("ignored_parameters"))
                    .extracting(JsonNode::stringValue)
                    .containsExactly(disclosed.split(", "));
            assertThat(log.only("outbound_response").path("ignored_parameters"))
                    .extracting(JsonNode::stringValue)
                    .containsExactly(disclosed.split(", "));
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/responses/compact,1", "/v1/responses/input_tokens,0"})
    void callsThatGenerateNothingAreLoggedToo(String path, int upstreamRequests) {
        try (RunningRelay relay = start()) {
            WireAnswer answer =
                    relay.post(path, "{\"model\": \"gpt-5.5\", \"input\": \"hello\", \"truncation\": \"auto\"}");
            assertThat(answer.status()).isEqualTo(200);
            String ignored = answer.header("x-airelay-ignored-parameters").orElse("");

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.only("outbound_response").path("ignored_parameters"))
                    .extracting(JsonNode::stringValue)
                    .containsExactlyElementsOf(ignored.isEmpty() ? List.of() : List.of(ignored.split(", ")));
            assertThat(log.phase("upstream_request"))
                    .filteredOn(asked -> asked.path("url").asString("").endsWith("/responses/compact"))
                    .hasSize(upstreamRequests);
        }
    }

    @ParameterizedTest
    @CsvSource({"none,0", "summary,0", "full,1"})
    void settingSaysHowMuchOfBodiesIsLogged(String bodies, int logged) {
        try (RunningRelay relay = start("traffic.bodies", bodies)) {
            relay.chat(HELLO.replace("hello", "blue whale"));
            Generation.RESPONSE_STREAM.ask(relay, "red squirrel");

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.raw().contains("blue whale")).isEqualTo(logged > 0);
            assertThat(log.raw().contains("red squirrel")).isEqualTo(logged > 0);
            assertThat(log.phase("upstream_stream_line").isEmpty()).isEqualTo(logged == 0);
            assertThat(log.phase("outbound_stream_chunk").isEmpty()).isEqualTo(logged == 0);
            assertThat(log.phase("inbound_request"))
                    .allMatch(record -> record.has("body") != bodies.equals("none"))
                    .hasSize(2);
        }
    }

    @Test
    void refusedRequestIsLoggedWithItsReasonAndNeverReachesTheUpstream() {
        try (RunningRelay relay = start()) {
            WireAnswer answer = relay.chat("{\"model\": ");

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.phases(id(answer))).containsExactly("inbound_request", "outbound_response");
            JsonNode out = log.only("outbound_response");
            assertThat(out.path("status_code").intValue()).isEqualTo(400);
            assertThat(out.path("error_code").stringValue()).isEqualTo("invalid_json");
            assertThat(out.path("error_message").stringValue()).isEqualTo(answer.error("message"));
        }
    }

    @Test
    void upstreamFailureAndItsRetryAreLogged() {
        try (RunningRelay relay = start("upstream.retry_attempts", "1", "upstream.retry_delay_seconds", "0.001")) {
            WireAnswer answer = relay.chat(HELLO.replace("hello", "hello [[emulate: server_is_overloaded at=http]]"));

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(log.phases(id(answer)))
                    .containsSubsequence(
                            "upstream_request",
                            "upstream_response_error",
                            "retry_backoff",
                            "upstream_request",
                            "upstream_response_error",
                            "retry_skipped",
                            "outbound_response");
            assertThat(log.only("retry_skipped").path("reason").stringValue()).isEqualTo("attempts_used_up");
            assertThat(log.only("outbound_response").path("error_code").stringValue())
                    .isEqualTo(answer.error("code"));
        }
    }

    @Test
    void errorInsideAStreamIsLogged() {
        try (RunningRelay relay = start()) {
            WireAnswer answer = Generation.CHAT_STREAM.ask(relay.script("server_error at=middle form=failed"), "hello");

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(answer.status()).isEqualTo(200);
            JsonNode failed = log.only("upstream_stream_error");
            assertThat(failed.path("event").stringValue()).isEqualTo("response.failed");
            assertThat(log.only("outbound_response").path("error_code").stringValue())
                    .isEqualTo("server_error");
        }
    }

    @Test
    void disconnectingClientIsLoggedWithTheCallThatItEnds() {
        try (RunningRelay relay = start()) {
            relay.script("text words=500, silence after=50");
            RawClient client =
                    RawClient.of(relay).write(RawClient.post(RunningRelay.CHAT, Generation.CHAT_STREAM.body("hello")));
            client.readUntil(" word3\"");
            client.reset();
            relay.upstreamRequest().awaitEnding(RunningRelay.LIMIT);

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.only("outbound_response").path("complete").booleanValue())
                    .isFalse();
            assertThat(log.only("upstream_stream_error").path("event").stringValue())
                    .isEqualTo("cancelled");
        }
    }

    @Test
    void pipelinedRequestsAreLoggedSeparately() {
        try (RunningRelay relay = start();
                RawClient client = RawClient.of(relay)) {
            client.write(RawClient.post(RunningRelay.CHAT, Generation.CHAT.body("one"))
                    + RawClient.post(RunningRelay.CHAT, Generation.CHAT_STREAM.body("two"))
                    + RawClient.post(RunningRelay.RESPONSES, "{}"));
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ids.add(client.answer().header("x-request-id").orElseThrow());
            }

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.phase("outbound_response"))
                    .extracting(record -> record.path("request_id").stringValue()
                            + record.path("status_code").intValue()
                            + record.path("complete").booleanValue())
                    .containsExactly(ids.get(0) + "200true", ids.get(1) + "200true", ids.get(2) + "400true");
            assertThat(log.phase("upstream_usage"))
                    .extracting(record -> record.path("request_id").stringValue())
                    .containsExactly(ids.get(0), ids.get(1));
        }
    }

    @Test
    void backgroundResponseIsLoggedUnderItsRequest() {
        try (RunningRelay relay = start()) {
            WireAnswer queued = relay.responses("""
                    {"model": "gpt-5.5", "background": true, "input": "hello"}""");
            relay.upstreamRequest().awaitEnding(RunningRelay.LIMIT);
            awaitCompleted(relay, queued.json().path("id").stringValue());

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.phases(id(queued)))
                    .contains("inbound_request", "upstream_request", "outbound_response", "upstream_usage");
        }
    }

    private static void awaitCompleted(RunningRelay relay, String id) {
        // The stream of a response that is still made ends with it.
        assertThat(relay.get("/v1/responses/" + id + "?stream=true").text()).contains("response.completed");
    }

    @Test
    void monitoringRequestIsLoggedOnlyIfItFails() {
        try (RunningRelay relay = start()) {
            assertThat(relay.get("/healthz").status()).isEqualTo(200);
            assertThat(relay.get("/v1/relay/status").status()).isEqualTo(200);
            assertThat(relay.send("GET", "/v1/relay/status", "", "authorization", "Bearer wrong")
                            .status())
                    .isEqualTo(401);

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.only("outbound_response").path("status_code").intValue())
                    .isEqualTo(401);
        }
    }

    @Test
    void uploadIsNamedAndHashedAndNotCopied() {
        try (RunningRelay relay = start("traffic.bodies", "full")) {
            byte[] content = "the text of a file".getBytes(StandardCharsets.UTF_8);
            relay.upload(
                    "/v1/files",
                    new FormBody().field("purpose", "user_data").file("file", "a.txt", "text/plain", content));

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            JsonNode body = log.only("inbound_request").path("body");
            assertThat(body.path("kind").stringValue()).isEqualTo("multipart_upload");
            assertThat(body.path("filename").stringValue()).isEqualTo("a.txt");
            assertThat(body.path("purpose").stringValue()).isEqualTo("user_data");
            assertThat(body.path("bytes").intValue()).isEqualTo(content.length);
            assertThat(body.path("sha256").stringValue()).matches("[0-9a-f]{64}");
            assertThat(log.raw()).doesNotContain("the text of a file");
        }
    }

    @Test
    void accountCallsAreLogged() {
        try (RunningRelay relay = start()) {
            relay.get("/v1/models");
            relay.get("/v1/subscription/status");

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.phases("upstream-models")).startsWith("upstream_request", "upstream_response");
            assertThat(log.phases("upstream-usage")).startsWith("upstream_request", "upstream_response");
        }
    }

    @Test
    void logThatCannotBeWrittenStopsNothingAndShowsInTheStatus() throws IOException {
        Path inTheWay = Files.writeString(dataDir.resolve("occupied"), "no directory");
        try (RunningRelay relay = start("paths.logs_dir", inTheWay.toString())) {
            assertThat(relay.chat(HELLO).status()).isEqualTo(200);

            JsonNode status = relay.get("/v1/relay/status").json().path("traffic_log");

            assertThat(status.path("trouble").stringValue()).contains("occupied");
            assertThat(status.path("bodies").stringValue()).isEqualTo("summary");
        }
        assertThat(inTheWay).hasContent("no directory");
    }

    @Test
    void statusShowsTheCountsOfRecords() {
        try (RunningRelay relay = start()) {
            relay.chat(HELLO);

            JsonNode status = relay.get("/v1/relay/status").json().path("traffic_log");

            assertThat(List.copyOf(status.propertyNames()))
                    .containsExactly("bodies", "written", "dropped", "failed", "trouble");
            assertThat(status.path("dropped").longValue()).isZero();
            assertThat(status.path("trouble").isNull()).isTrue();
        }
    }

    @Test
    void recordsThatFindNoPlaceAreCountedInTheStatus() {
        RelayConfig config =
                ConfigLoader.load(ConfigSources.of(Map.of(), Map.of(), dataDir)).config();
        RelayTraffic traffic = RelayTraffic.open(config, InstantSource.system(), List.of());
        traffic.stopped();
        traffic.close();

        traffic.stopped();

        assertThat(traffic.status().path("written").longValue()).isEqualTo(1);
        assertThat(traffic.status().path("dropped").longValue()).isEqualTo(1);
    }

    @Test
    void bodyLargerThanTheQueueIsLoggedByItsSize() {
        int bytes = 33 << 20;
        try (RunningRelay relay = RunningRelay.start(dataDir)) {
            WireAnswer refused = relay.responses(" ".repeat(bytes));
            assertThat(refused.status()).isEqualTo(400);

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            JsonNode in = log.only("inbound_request");
            assertThat(in.at("/body/kind").stringValue()).isEqualTo("omitted");
            assertThat(in.at("/body/bytes").intValue()).isEqualTo(bytes);
            assertThat(log.only("outbound_response").path("bytes_in").intValue())
                    .isEqualTo(bytes);
            assertThat(log.phase("traffic_log_gap")).isEmpty();
        }
    }
}
