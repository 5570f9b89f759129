package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Upstreams that are silent, or never done. */
@Timeout(60)
class RelaySilenceTest {

    private static final String COMMENT = ": keep-alive\n\n";

    @TempDir
    Path dataDir;

    private static RawClient asking(RunningRelay relay, Generation generation) {
        return RawClient.of(relay).write(RawClient.post(generation.path(), generation.body("hello")));
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_STREAM", "RESPONSE_STREAM"})
    void silenceInAStreamIsFilledWithComments(Generation generation) {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("server.heartbeat_seconds", "0.1"))) {
            relay.script("text words=100, silence after=20");
            try (RawClient client = asking(relay, generation)) {
                client.readUntil(" word3\"");

                assertThat(client.readUntil(COMMENT)).contains("data: ");
                assertThat(client.readUntil(COMMENT)).doesNotContain("data: ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_STREAM", "RESPONSE_STREAM"})
    void commentsDoNotDisturbClients(Generation generation) {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("server.heartbeat_seconds", "0.05"))) {
            relay.script("text value=\"slowly but surely\", pace millis=120");

            assertThat(generation.text(generation.ask(relay, "hello"))).isEqualTo("[emulator] slowly but surely");
        }
    }

    @Test
    void noCommentComesWithoutASetting() {
        try (RunningRelay relay = RunningRelay.start(
                dataDir, Map.of("server.heartbeat_seconds", "0", "upstream.idle_timeout_seconds", "0.5"))) {
            relay.script("text words=100, silence after=20");
            WireAnswer answer = Generation.RESPONSE_STREAM.ask(relay, "hello");

            assertThat(answer.text()).doesNotContain(COMMENT).contains("upstream_timeout");
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerThatIsNeverDoneEndsWhenItsTimeIsUp(Generation generation) {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("upstream.total_timeout_seconds", "3"))) {
            relay.script("text words=10000, pace millis=20");
            WireAnswer answer = generation.ask(relay, "hello");

            assertThat(answer.status()).isEqualTo(generation.stream() ? 200 : 504);
            generation.assertErrorCode(answer, "upstream_timeout");
            assertThat(generation.errorMessage(answer)).contains("upstream.total_timeout_seconds");
        }
    }

    @ParameterizedTest
    @EnumSource
    void upstreamThatNeverBeginsIsATimeOutOfItsOwnStatus(Generation generation) {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("upstream.total_timeout_seconds", "0.4"))) {
            relay.script("silence at=headers");
            WireAnswer answer = generation.ask(relay, "hello");

            assertThat(answer.status()).isEqualTo(504);
            generation.assertErrorCode(answer, "upstream_timeout");
        }
    }
}
