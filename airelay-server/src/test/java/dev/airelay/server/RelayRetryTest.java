package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which failures the relay repeats by itself, and how often, counted by the upstream. */
class RelayRetryTest {
    private static final int ATTEMPTS = 3;

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(
                dataDir,
                Map.of(
                        "upstream.retry_attempts",
                        "2",
                        "upstream.retry_delay_seconds",
                        "0.001",
                        // Long enough for a busy machine: a time-out is not repeated.
                        "upstream.idle_timeout_seconds",
                        "2",
                        "upstream.request_timeout_seconds",
                        "2"));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    /** The script is played with every attempt, because it stands in the prompt. */
    private int requestsAfter(Generation generation, String script) {
        relay.emulator().clearRequests();
        WireAnswer answer = generation.ask(relay, "hello [[emulate: " + script.replace("\"", "\\\"") + "]]");
        assertThat(answer.status() >= 400 || answer.text().contains("\"error\":{"))
                .as("%s %s: %s", script, generation, answer.text())
                .isTrue();
        return relay.emulator().requests("/responses").size();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server_is_overloaded at=http | 3",
                "server_is_overloaded at=first | 3",
                "slow_down at=http | 3",
                "at_capacity at=first | 3",
                "server_error at=http | 3",
                "server_error at=first form=flat | 3",
                "internal_server_error at=first form=error | 3",
                "emulated_unknown_error at=http | 3",
                "status code=500 | 3",
                "status code=503 | 3",
                "status code=503 retry-after=1 | 3",
                "cut at=headers | 3",
                "cut at=headers kind=rst | 3",
                "cut after=0 | 3",
                "rate_limit_exceeded at=http delay=28ms | 3",
                "rate_limit_exceeded at=first delay=0.01s | 3",
                // The upstream wants a longer wait, or names none for a limit.
                "status code=503 retry-after=7 | 1",
                "rate_limit_exceeded at=http delay=35s | 1",
                "status code=429 | 1",
                // It lasts, or lies in the request.
                "usage_limit_reached at=http | 1",
                "usage_limit_reached at=first | 1",
                "insufficient_quota at=http | 1",
                "usage_not_included at=http | 1",
                "context_length_exceeded at=http | 1",
                "context_length_exceeded at=first | 1",
                "invalid_prompt at=first | 1",
                "cyber_policy at=first | 1",
                "invalid_encrypted_content at=http | 1",
                "invalid_request_error at=first | 1",
                "validation-list | 1",
                "not-found | 1",
                "payment-required | 1",
                "unauthorized | 1",
                "cloudflare | 1",
                "html | 1",
                "redirect | 1",
                // It has taken long already.
                "silence at=headers | 1",
                "silence after=0 | 1",
                // The answer has begun.
                "server_error at=middle | 1",
                "cut after=2 | 1",
                "no-terminal | 1",
            })
    void upstreamIsAskedAsOftenAsItMayHelp(String script, int requests) {
        for (Generation generation : List.of(Generation.CHAT, Generation.RESPONSE_STREAM)) {
            assertThat(requestsAfter(generation, script)).as("%s", generation).isEqualTo(requests);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failureThatPassesIsNotSeenByTheClient(Generation generation) {
        relay.script("server_is_overloaded at=http").script("cut at=headers");

        assertThat(generation.text(generation.ask(relay, "hello"))).isEqualTo("[emulator] You said: \"hello\"");

        List<RecordedRequest> requests = relay.emulator().requests("/responses");
        assertThat(requests).hasSize(ATTEMPTS);
        assertThat(requests)
                .extracting(request -> new String(request.bodyBytes(), StandardCharsets.UTF_8))
                .containsOnly(new String(requests.get(0).bodyBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void onlyTheChoiceThatFailedIsRepeated() {
        relay.script("server_is_overloaded at=first");

        WireAnswer answer = relay.chat("""
                {"model": "gpt-5.5", "n": 3, "messages": [{"role": "user", "content": "hello"}]}""");

        assertThat(answer.json().path("choices")).hasSize(3);
        assertThat(relay.emulator().requests("/responses")).hasSize(4);
    }

    @Test
    void relayWithoutRetriesAsksOnce(@TempDir Path other) {
        try (RunningRelay once = RunningRelay.start(other, Map.of("upstream.retry_attempts", "0"))) {
            once.script("server_is_overloaded at=http");

            assertThat(Generation.CHAT.ask(once, "hello").status()).isEqualTo(503);
            assertThat(once.emulator().requests("/responses")).hasSize(1);
        }
    }
}
