package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the relay repeats calls by itself; which failures it repeats is in {@link FaultMatrixTest}. */
class RelayRetryTest {
    private static final int ATTEMPTS = 3;

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(
                dataDir, Map.of("upstream.retry_attempts", "2", "upstream.retry_delay_seconds", "0.001"));
    }

    @AfterEach
    void stop() {
        relay.close();
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
    void honorsTheWaitThatTheUpstreamNames() {
        relay.script("status code=503 retry-after=1");

        assertThat(Generation.CHAT.text(Generation.CHAT.ask(relay, "hello"))).isNotEmpty();

        assertThat(relay.emulator().requests("/responses")).hasSize(2);
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
