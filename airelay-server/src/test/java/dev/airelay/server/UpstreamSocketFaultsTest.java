package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The faults of the emulator over a WebSocket from the upstream: the answers of {@link FaultTable}, but for a connection that
 * ends, which is never made up for, and for what only HTTP has.
 */
class UpstreamSocketFaultsTest {
    /** Faults of an HTTP response's head, or of its bytes. */
    private static final Set<String> OF_HTTP =
            Set.of("header", "redirect", "html", "cloudflare", "status", "upgrade-refused");

    /** Refusals of another form, from which the emulator makes an error without a code. */
    private static final Set<String> OTHER_FORM = Set.of("payment-required", "validation-list");

    @TempDir
    static Path dataDir;

    private static RunningRelay relay;

    @BeforeAll
    static void start() {
        relay = RunningRelay.start(
                dataDir,
                Map.of(
                        "upstream.transport", "websocket",
                        "upstream.retry_attempts", "2",
                        "upstream.retry_delay_seconds", "0.001",
                        "upstream.max_answer_bytes", "500000",
                        "upstream.idle_timeout_seconds", "0.5",
                        "upstream.request_timeout_seconds", "0.5"));
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    static Stream<FaultRow> rows() {
        return FaultTable.rows().stream()
                .flatMap(row -> row.cases().stream())
                .filter(row -> !OF_HTTP.contains(row.script()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void faultHasItsAnswer(FaultRow row) {
        relay.emulator().clearRequests();
        String prompt = "hello [[emulate: " + row.fault().replace("\"", "\\\"") + "]]";

        WireAnswer answer = Generation.RESPONSE_STREAM.ask(relay, prompt);

        boolean cut = row.script().equals("cut") || row.script().equals("no-terminal");
        if (row.answer().good()) {
            assertThat(answer.status()).as(answer::text).isEqualTo(200);
            assertThat(answer.types())
                    .as(answer::text)
                    .endsWith(
                            row.answer().finishReason().equals("stop") ? "response.completed" : "response.incomplete");
        } else if (row.answer().begun()) {
            String code =
                    Generation.RESPONSE_STREAM.inBandError(answer).path("code").asString("");
            // The code of a Responses event is always a text.
            String own = row.code().isEmpty() ? row.typeHere() : row.code();
            assertThat(code).as(answer::text).isEqualTo(cut ? "upstream_socket_closed" : own);
        } else {
            assertThat(answer.status()).as(answer::text).isEqualTo(row.answer().status());
            if (!OTHER_FORM.contains(row.script())) {
                assertThat(answer.error("code"))
                        .as(answer::text)
                        .isEqualTo(cut ? "upstream_socket_closed" : row.code());
            }
        }
        if (cut) {
            assertThat(relay.emulator().requests("/responses").stream()
                            .filter(request -> !request.method().equals("GET")))
                    .as("never sent again")
                    .hasSize(1);
        }
    }
}
