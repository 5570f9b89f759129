package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.ScriptDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every fault of the emulator in every dialect, streamed and whole, and over a WebSocket: a true status or one error in the stream, one end,
 * never a false success, and no more upstream requests than may help.
 */
class FaultMatrixTest {
    private static final Path PAGE = Path.of("..", "docs", "reliability.md");
    private static final String PROMPT = "hello";
    private static final String ANSWER = "[emulator] You said: \"hello\"";
    private static final Map<String, String> QUICK_RETRIES = Map.of("upstream.retry_delay_seconds", "0.001");
    private static final Map<String, String> IMPATIENT =
            Map.of("upstream.idle_timeout_seconds", "0.3", "upstream.request_timeout_seconds", "0.3");

    @TempDir
    static Path dataDir;

    @TempDir
    static Path impatientDataDir;

    private static RunningRelay relay;
    private static RunningRelay impatient;

    @BeforeAll
    static void start() {
        relay = started(dataDir, QUICK_RETRIES);
        impatient = started(impatientDataDir, IMPATIENT);
    }

    private static RunningRelay started(Path directory, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("upstream.retry_attempts", "2");
        // So that an answer without an end soon has one.
        all.put("upstream.max_answer_bytes", "500000");
        return RunningRelay.start(directory, all);
    }

    @AfterAll
    static void stop() {
        relay.close();
        impatient.close();
    }

    static Stream<FaultRow> rows() {
        return FaultTable.rows().stream();
    }

    @Test
    void everyFaultOfTheEmulatorHasARow() {
        assertThat(rows().map(FaultRow::script))
                .containsOnly(Emulator.scripts().stream()
                        .filter(script -> script.kind() == ScriptDescription.Kind.FAULT)
                        .map(ScriptDescription::name)
                        .toArray(String[]::new));
    }

    @Test
    void documentationHasTheSameTable() throws IOException {
        assertThat(Files.readString(PAGE)).contains("\n\n" + FaultTable.MARKDOWN + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void faultHasItsAnswerInEveryDialect(FaultRow row) {
        for (FaultRow one : row.cases()) {
            RunningRelay asked = one.script().equals("silence") ? impatient : relay;
            for (Generation generation : Generation.values()) {
                check(one, generation, asked, prompt -> generation.ask(asked, prompt));
            }
            check(one, Generation.RESPONSE_STREAM, asked, prompt -> SocketClient.ask(asked, prompt));
        }
    }

    private static void check(
            FaultRow row, Generation generation, RunningRelay asked, Function<String, WireAnswer> client) {
        if (row.script().equals("cut")) {
            // On a connection that was kept open, one that is cut may be an old one: it is replaced without being
            // counted.
            client.apply(prompt("cut after=1"));
        }
        asked.emulator().clearRequests();

        WireAnswer answer = client.apply(prompt(row.fault()));

        String what = row + " " + generation + ": " + answer.status() + " " + answer.headers() + answer.text();
        if (row.answer().good()) {
            assertGood(row, generation, answer);
        } else if (row.answer().begun() && generation.stream()) {
            assertError(what, row, generation, inBand(row, generation, answer));
        } else {
            assertStatus(what, row, generation, answer);
        }
        List<RecordedRequest> requests = asked.emulator().requests("/responses");
        assertThat(requests).as(what).hasSize(row.asked());
        requests.forEach(request -> request.awaitEnding(RunningRelay.LIMIT));
    }

    /** The script stands in the prompt, so that it is played again when the relay repeats the request. */
    private static String prompt(String script) {
        return PROMPT + " [[emulate: " + script.replace("\"", "\\\"") + "]]";
    }

    private static void assertGood(FaultRow row, Generation generation, WireAnswer answer) {
        String finishReason = row.answer().finishReason();
        if (!finishReason.equals("stop")) {
            assertThat(ANSWER).startsWith(generation.textCutShort(answer, finishReason));
        } else if (row.script().equals("invalid-utf8")) {
            assertThat(generation.text(answer).replace("\uFFFD(", "")).isEqualTo(ANSWER);
        } else {
            assertThat(generation.text(answer)).isEqualTo(ANSWER);
        }
    }

    /** The types of Anthropic's errors, which the status decides on. */
    private enum AnthropicTypes {
        AUTHENTICATION_ERROR(401),
        BILLING_ERROR(402),
        PERMISSION_ERROR(403),
        NOT_FOUND_ERROR(404),
        REQUEST_TOO_LARGE(413),
        RATE_LIMIT_ERROR(429),
        TIMEOUT_ERROR(504),
        OVERLOADED_ERROR(529);

        private final int status;

        AnthropicTypes(int status) {
            this.status = status;
        }

        static String of(int status) {
            return Stream.of(values())
                    .filter(type -> type.status == status)
                    .findFirst()
                    .map(type -> type.name().toLowerCase(Locale.ROOT))
                    .orElse(status < 500 ? "invalid_request_error" : "api_error");
        }
    }

    /** The error in a stream, its code as in an HTTP answer: that of a Responses event is always a text. */
    private static JsonNode inBand(FaultRow row, Generation generation, WireAnswer answer) {
        JsonNode error = generation.inBandError(answer);
        if (generation == Generation.RESPONSE_STREAM && row.code().isEmpty()) {
            assertThat(error.path("code")).isEqualTo(error.path("type"));
            ((ObjectNode) error).putNull("code");
        }
        return error;
    }

    private static void assertStatus(String what, FaultRow row, Generation generation, WireAnswer answer) {
        assertThat(answer.status())
                .as(what)
                .isEqualTo(generation.status(row.answer().status(), row.code()));
        assertError(what, row, generation, answer.json().path("error"));
        assertThat(answer.header("x-should-retry")).as(what).isEqualTo(row.advice());
        String wait = answer.header("retry-after").orElse("");
        if (row.retryAfter().isEmpty()) {
            assertThat(wait).as(what).isEmpty();
        } else {
            // A wait given as a time of day comes out some seconds shorter.
            int seconds = Integer.parseInt(row.retryAfter());
            assertThat(Integer.parseInt(wait)).as(what).isBetween(seconds - seconds / 1000, seconds);
        }
    }

    private static void assertReadable(String what, JsonNode message) {
        assertThat(message.asString("")).as(what).isNotBlank().doesNotContain("<html", "<h1");
    }

    private static void assertError(String what, FaultRow row, Generation generation, JsonNode error) {
        if (generation.ofOllama()) {
            assertReadable(what, error);
            return;
        }
        assertReadable(what, error.path("message"));
        if (generation.isAnthropic()) {
            int status = generation.status(row.answer().status(), row.code());
            assertThat(error.path("type").asString("")).as(what).isEqualTo(AnthropicTypes.of(status));
            assertThat(error.propertyNames()).as(what).containsExactly("type", "message");
            return;
        }
        assertThat(error.path("type").asString("")).as(what).isEqualTo(row.typeHere());
        assertThat(error.path("code").asString("")).as(what).isEqualTo(row.code());
        assertThat(error.has("param")).as(what).isTrue();
    }
}
