package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.testsupport.Eventually;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /metrics} of a running relay. */
class RelayMetricsTest {
    private static final String HELLO = "{\"model\": \"gpt-5.5\", \"input\": \"hello\"}";

    @TempDir
    Path dataDir;

    private RunningRelay measured() {
        return RunningRelay.start(
                dataDir,
                Map.of(
                        "metrics.enabled", "true",
                        "upstream.retry_attempts", "2",
                        "upstream.retry_delay_seconds", "0.001"));
    }

    private static String metrics(RunningRelay relay) {
        WireAnswer answer = relay.get("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    /** The log's thread counts a little later than the client gets its answer. */
    private static void awaitMetric(RunningRelay relay, String line) {
        Eventually.await(line, () -> metrics(relay).contains(line + "\n"));
    }

    @Test
    void thereAreNoneUnlessTheyAreSwitchedOn() {
        try (RunningRelay relay = RunningRelay.start(dataDir)) {
            assertThat(relay.get("/metrics").status()).isEqualTo(404);
        }
    }

    @Test
    void theyNeedTheRelayToken() {
        try (RunningRelay relay = measured()) {
            assertThat(relay.send("GET", "/metrics", "", "Authorization", "Bearer wrong")
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void requestsTokensAndTimesAreCounted() {
        try (RunningRelay relay = measured()) {
            relay.responses(HELLO);
            relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"hello\", \"stream\": true}");
            relay.post("/v1/responses", "{");

            awaitMetric(relay, "airelay_requests_total{route=\"/v1/responses\",status=\"400\"} 1.0");
            assertThat(metrics(relay))
                    .contains("airelay_requests_total{route=\"/v1/responses\",status=\"200\"} 2.0")
                    .contains("airelay_request_duration_seconds_count{route=\"/v1/responses\"} 3")
                    .contains("airelay_time_to_first_token_seconds_count{route=\"/v1/responses\"} 2")
                    .containsPattern("airelay_tokens_total\\{kind=\"output\",model=\"gpt-5\\.5[^\"]*\"} [1-9]")
                    .contains("airelay_build_info{version=\"" + RelayVersion.current() + "\"} 1")
                    .contains("airelay_active_requests 1.0")
                    .containsPattern("airelay_heap_used_bytes [1-9]")
                    .containsPattern("airelay_log_records_total\\{outcome=\"written\"} [1-9]")
                    .contains("airelay_log_records_total{outcome=\"dropped\"} 0.0");
        }
    }

    @Test
    void pathsThatNobodyServesShareOneLabel() {
        try (RunningRelay relay = measured()) {
            relay.get("/v1/nothing/1");
            relay.get("/v1/nothing/2");

            awaitMetric(relay, "airelay_requests_total{route=\"none\",status=\"404\"} 2.0");
        }
    }

    @Test
    void repetitionsAreCountedByTheirCause() {
        try (RunningRelay relay = measured()) {
            relay.script("server_is_overloaded at=http");

            assertThat(relay.responses(HELLO).status()).isEqualTo(200);

            awaitMetric(relay, "airelay_upstream_retries_total{status=\"503\"} 1.0");
        }
    }

    @Test
    void brokenStreamIsCounted() {
        try (RunningRelay relay = measured()) {
            relay.script("cut at=event");

            relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"hello\", \"stream\": true}");

            awaitMetric(relay, "airelay_stream_errors_total{route=\"/v1/responses\"} 1.0");
        }
    }

    @Test
    void streamCountsUntilItsLastEvent() {
        try (RunningRelay relay = measured();
                RawClient client = streaming(relay, "text words=60, pace millis=15")) {
            client.readUntil(" word3\"");
            assertThat(metrics(relay)).contains("airelay_active_streams 1.0");

            client.readUntil("response.completed");

            awaitMetric(relay, "airelay_active_streams 0.0");
        }
    }

    @Test
    void streamCountsUntilItsClientLeaves() {
        try (RunningRelay relay = measured()) {
            try (RawClient client = streaming(relay, "text words=500, silence after=50")) {
                client.readUntil(" word3\"");
                assertThat(metrics(relay)).contains("airelay_active_streams 1.0");
            }

            awaitMetric(relay, "airelay_active_streams 0.0");
        }
    }

    private static RawClient streaming(RunningRelay relay, String script) {
        relay.script(script);
        return RawClient.of(relay)
                .write(RawClient.post(
                        RunningRelay.RESPONSES, "{\"model\": \"gpt-5.5\", \"stream\": true, \"input\": \"hello\"}"));
    }

    @Test
    void openSocketsAreShown() {
        try (RunningRelay relay = measured()) {
            try (SocketClient socket = SocketClient.open(relay)) {
                socket.send("{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"input\": \"hello\"}")
                        .end();
                assertThat(metrics(relay)).contains("airelay_websockets 1.0");
            }
            awaitMetric(relay, "airelay_websockets 0.0");
        }
    }

    @Test
    void openMetricsIsForThoseWhoAcceptIt() {
        try (RunningRelay relay = measured()) {
            WireAnswer answer =
                    relay.send("GET", "/metrics", "", "Accept", "application/openmetrics-text; version=1.0.0");

            assertThat(answer.header("content-type").orElse("")).startsWith("application/openmetrics-text");
            assertThat(answer.text()).endsWith("# EOF\n");
        }
    }
}
