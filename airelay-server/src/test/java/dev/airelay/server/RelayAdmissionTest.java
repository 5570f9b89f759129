package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The limits per client address, over real sockets. */
class RelayAdmissionTest {
    @TempDir
    Path dataDir;

    private static Map<String, String> limits(int burst, int concurrent, String queueSeconds) {
        return Map.of(
                "security.rate_limit_per_minute",
                "1",
                "security.rate_limit_burst",
                String.valueOf(burst),
                "security.concurrent_requests_per_ip",
                String.valueOf(concurrent),
                "security.queue_seconds",
                queueSeconds,
                "security.failed_auth_max_attempts",
                "8");
    }

    @Test
    void burstIsServedAndTheNextGetsRetryAfter() {
        try (RunningRelay relay = RunningRelay.start(dataDir, limits(3, 8, "0.1"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(relay.get("/v1/models").status()).isEqualTo(200);
            }

            WireAnswer refused = relay.get("/v1/models");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.error("code")).isEqualTo("rate_limit_exceeded");
            assertThat(refused.error("message"))
                    .contains("security.rate_limit_per_minute", "security.rate_limit_burst");
            assertThat(Integer.parseInt(refused.header("retry-after").orElseThrow()))
                    .isBetween(1, 60);
            assertThat(relay.get("/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void requestsOverTheBurstWaitTheirTurn() {
        Map<String, String> limits = Map.of(
                "security.rate_limit_per_minute", "6000",
                "security.rate_limit_burst", "1",
                "security.concurrent_requests_per_ip", "2");
        try (RunningRelay relay = RunningRelay.start(dataDir, limits)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                clients.add(RawClient.of(relay)
                        .write(RawClient.post(RunningRelay.CHAT, Generation.CHAT.body("number " + i))));
            }

            for (RawClient client : clients) {
                assertThat(client.answer().status()).isEqualTo(200);
                client.close();
            }
        }
    }

    @Test
    void streamHoldsItsSlotUntilItsEndAndTheNextRequestWaitsForIt() {
        try (RunningRelay relay = RunningRelay.start(dataDir, limits(100, 1, "60"))) {
            Generation streamed = Generation.CHAT_STREAM;
            relay.script("text words=50, silence after=20");
            RawClient first = RawClient.of(relay).write(RawClient.post(streamed.path(), streamed.body("first")));
            first.readUntil(" word3\"");
            RawClient second =
                    RawClient.of(relay).write(RawClient.post(RunningRelay.CHAT, Generation.CHAT.body("second")));
            relay.upstreamRequest();

            first.reset();

            assertThat(second.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void requestThatWaitsTooLongIsRefused() {
        try (RunningRelay relay = RunningRelay.start(dataDir, limits(100, 1, "0.1"))) {
            Generation streamed = Generation.RESPONSE_STREAM;
            relay.script("text words=50, silence after=20");
            try (RawClient first = RawClient.of(relay).write(RawClient.post(streamed.path(), streamed.body("first")))) {
                first.readUntil(" word3\"");

                WireAnswer refused = Generation.CHAT.ask(relay, "second");

                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.error("code")).isEqualTo("too_many_concurrent_requests");
                assertThat(refused.error("message")).contains("security.concurrent_requests_per_ip");
                assertThat(refused.header("retry-after")).isPresent();
            }
        }
    }

    @Test
    void wrongTokensBlockThemselvesAndNotTheRightOne() {
        try (RunningRelay relay = RunningRelay.start(dataDir, limits(100, 8, "0.1"))) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                statuses.add(relay.send("GET", "/v1/models", "", "authorization", "Bearer wrong-" + i)
                        .status());
            }
            WireAnswer blocked = relay.send("GET", "/v1/models", "", "authorization", "Bearer wrong");

            assertThat(statuses.subList(0, 7)).containsOnly(401);
            assertThat(blocked.status()).isEqualTo(429);
            assertThat(blocked.error("code")).isEqualTo("ip_temporarily_blocked");
            assertThat(Integer.parseInt(blocked.header("retry-after").orElseThrow()))
                    .isBetween(1, 900);
            assertThat(relay.get("/v1/models").status()).isEqualTo(200);
        }
    }

    /** Elsewhere a loopback address must be set up before it can be called from. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void otherLoopbackAddressesAreTheSameClient() {
        try (RunningRelay relay = RunningRelay.start(dataDir, limits(100, 1, "0.1"))) {
            for (int i = 1; i <= 8; i++) {
                assertThat(statusFrom(relay, "127.0.0." + i, "wrong")).isEqualTo(401);
            }
            assertThat(statusFrom(relay, "127.1.2.3", "wrong")).isEqualTo(429);
            assertThat(statusFrom(relay, "127.1.2.3", RunningRelay.TOKEN)).isEqualTo(200);

            Generation streamed = Generation.RESPONSE_STREAM;
            relay.script("text words=50, silence after=20");
            try (RawClient first = RawClient.from(relay, "127.7.7.7")) {
                first.write(RawClient.post(streamed.path(), streamed.body("first")))
                        .readUntil(" word3\"");

                assertThat(statusFrom(relay, "127.7.7.8", RunningRelay.TOKEN)).isEqualTo(429);
                assertThat(relay.server().admissions().trackedClients()).isEqualTo(1);
            }
        }
    }

    private static int statusFrom(RunningRelay relay, String address, String token) {
        try (RawClient client = RawClient.from(relay, address)) {
            return client.write(RawClient.head("GET /v1/models HTTP/1.1").replace(RunningRelay.TOKEN, token))
                    .answer()
                    .status();
        }
    }
}
