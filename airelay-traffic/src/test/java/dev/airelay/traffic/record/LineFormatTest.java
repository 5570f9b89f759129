package dev.airelay.traffic.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.base.Sha256;
import dev.airelay.traffic.redact.Redactor;
import dev.airelay.traffic.redact.SecretValues;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines, letter for letter. */
class LineFormatTest {
    private static final Instant AT = Instant.parse("2026-05-20T10:30:00.123Z");
    private static final String END = ",\"logged_at\":\"2026-05-20T10:30:00.123Z\"}\n";
    private static final HeaderField ACCEPT = new HeaderField("accept", "*/*");
    private static final Measures MEASURES =
            new Measures(Duration.ofMillis(1_500), Duration.ofMillis(60), Duration.ofMillis(90), 12, 345);
    private static final ModelAnswer ANSWER =
            new ModelAnswer("resp_1", "response", "gpt-5", new TokenUsage(10, 4, 20, 5, 30));
    private static final String ANSWER_FIELDS = "\"id\":\"resp_1\",\"object\":\"response\",\"model\":\"gpt-5\","
            + "\"usage\":{\"input_tokens\":10,\"cached_tokens\":4,\"output_tokens\":20,\"reasoning_tokens\":5,"
            + "\"total_tokens\":30}";

    private static final RequestLine LINE = new RequestLine("GET", "/v1/x/y", "/v1/x/{id}", "::1", "probe/1.0");
    private static final String LINE_FIELDS =
            "\"method\":\"GET\",\"path\":\"/v1/x/y\",\"route\":\"/v1/x/{id}\",\"client_ip\":\"::1\","
                    + "\"user_agent\":\"probe/1.0\"";

    private static String line(BodyLevel level, TrafficRecord record) {
        TrafficOptions options = TrafficOptions.in(Path.of("unused")).withBodies(level);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LineFormat(new Redactor(new SecretValues()), options).write(AT, record, out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static LoggedBody body(@Nullable String type, String text) {
        return new LoggedBody.Bytes(type, text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> ofClients() {
        return Stream.of(
                Arguments.of(
                        new ClientRecord.Inbound(
                                "req_1",
                                "POST",
                                "/v1/x",
                                List.of(
                                        new HeaderField("code", "c1"),
                                        new HeaderField("a", "1"),
                                        new HeaderField("a", "2")),
                                List.of(new HeaderField("Authorization", "Bearer t"), ACCEPT),
                                "127.0.0.1",
                                LoggedBody.none()),
                        "\"phase\":\"inbound_request\",\"method\":\"POST\",\"path\":\"/v1/x\","
                                + "\"query\":{\"code\":\"[REDACTED]\",\"a\":[\"1\",\"2\"]},"
                                + "\"headers\":{\"Authorization\":\"[REDACTED]\",\"accept\":\"*/*\"},"
                                + "\"client_ip\":\"127.0.0.1\",\"body\":{\"kind\":\"empty\",\"bytes\":0}"),
                Arguments.of(
                        new ClientRecord.Adapted("req_1", List.of("seed", "user"), List.of("stop"), "not supported"),
                        "\"phase\":\"compatibility_adaptation\",\"ignored_parameters\":[\"seed\",\"user\"],"
                                + "\"emulated_parameters\":[\"stop\"],\"reason\":\"not supported\""),
                Arguments.of(
                        new ClientRecord.Outbound(
                                "req_1",
                                LINE,
                                200,
                                true,
                                new LoggedBody.Omitted(345),
                                new Outcome(ANSWER, List.of("seed"), "incomplete_stream"),
                                MEASURES),
                        "\"phase\":\"outbound_response\"," + LINE_FIELDS
                                + ",\"status_code\":200,\"complete\":true," + ANSWER_FIELDS
                                + ",\"ignored_parameters\":[\"seed\"],\"error_code\":\"incomplete_stream\""
                                + ",\"duration_ms\":1500,\"first_byte_ms\":60,\"first_token_ms\":90,\"bytes_in\":12,\"bytes_out\":345,"
                                + "\"body\":{\"kind\":\"omitted\",\"bytes\":345}"),
                Arguments.of(new ClientRecord.Usage("req_1", ANSWER), "\"phase\":\"outbound_usage\"," + ANSWER_FIELDS));
    }

    static Stream<Arguments> ofTheUpstream() {
        return Stream.of(
                Arguments.of(
                        new UpstreamRecord.Usage("req_1", ANSWER, "completed"),
                        "\"phase\":\"upstream_usage\"," + ANSWER_FIELDS + ",\"status\":\"completed\""),
                Arguments.of(
                        new UpstreamRecord.Request(
                                "req_1", "POST", "https://u/x?access_token=a", null, body(null, "x")),
                        "\"phase\":\"upstream_request\",\"method\":\"POST\",\"url\":\"https://u/x?access_token=[REDACTED]\","
                                + "\"body\":{\"kind\":\"text\",\"bytes\":1,\"sha256\":"
                                + "\"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\",\"text\":\"x\"}"),
                Arguments.of(
                        new UpstreamRecord.Response("req_1", "GET", "https://u/m", 200, "up-1", LoggedBody.none()),
                        "\"phase\":\"upstream_response\",\"method\":\"GET\",\"url\":\"https://u/m\",\"status_code\":200,"
                                + "\"upstream_request_id\":\"up-1\",\"body\":{\"kind\":\"empty\",\"bytes\":0}"),
                Arguments.of(
                        new UpstreamRecord.ResponseError("req_1", 429, null, LoggedBody.none()),
                        "\"phase\":\"upstream_response_error\",\"status_code\":429,"
                                + "\"body\":{\"kind\":\"empty\",\"bytes\":0}"),
                Arguments.of(
                        new UpstreamRecord.StreamError("req_1", "error", "resp_1", "sk-12345678 broke"),
                        "\"phase\":\"upstream_stream_error\",\"event\":\"error\",\"response_id\":\"resp_1\","
                                + "\"error\":\"[REDACTED] broke\""),
                Arguments.of(
                        new UpstreamRecord.RetryBackoff("req_1", 1, 3, Duration.ofMillis(250), 503, "overloaded"),
                        "\"phase\":\"retry_backoff\",\"attempt\":1,\"max_attempts\":3,\"delay_ms\":250,"
                                + "\"status_code\":503,\"reason\":\"overloaded\""),
                Arguments.of(
                        new UpstreamRecord.RetrySkipped("req_1", "sent", null),
                        "\"phase\":\"retry_skipped\",\"reason\":\"sent\""));
    }

    static Stream<Arguments> ofTheGuards() {
        return Stream.of(
                Arguments.of(
                        new SecurityRecord.Ready("req_1", true, false, "/t", new SecurityRecord.Limits(120, 40, 8)),
                        "\"phase\":\"endpoint_security_ready\",\"require_bearer_auth\":true,"
                                + "\"bearer_token_present\":false,\"bearer_token_file\":\"/t\","
                                + "\"rate_limit_per_minute\":120,\"rate_limit_burst\":40,"
                                + "\"concurrent_requests_per_ip\":8"),
                Arguments.of(
                        new SecurityRecord.Rejected("req_1", "GET", "/v1", "::1", "request_rate_limit", 429, 2L),
                        "\"phase\":\"endpoint_rejected\",\"method\":\"GET\",\"path\":\"/v1\",\"client_ip\":\"::1\","
                                + "\"reason\":\"request_rate_limit\",\"status_code\":429,\"retry_after_seconds\":2"),
                Arguments.of(
                        new SecurityRecord.AuthFailed(
                                "req_1", "GET", "/v1", "::1", List.of(ACCEPT), "0123456789ab", Duration.ofSeconds(900)),
                        "\"phase\":\"endpoint_auth_failed\",\"method\":\"GET\",\"path\":\"/v1\",\"client_ip\":\"::1\","
                                + "\"headers\":{\"accept\":\"*/*\"},\"token_fingerprint\":\"0123456789ab\","
                                + "\"blocked\":true,\"block_seconds\":900"),
                Arguments.of(
                        new SecurityRecord.Event("req_1", "token_rotated", "T\u00f6ken\n"),
                        "\"phase\":\"security_event\",\"event\":\"token_rotated\",\"detail\":\"T\\u00F6ken\\n\""));
    }

    @ParameterizedTest
    @MethodSource({"ofClients", "ofTheUpstream", "ofTheGuards"})
    void everyKindOfRecordIsOneLine(TrafficRecord record, String fields) {
        assertThat(line(BodyLevel.FULL, record)).isEqualTo("{\"request_id\":\"req_1\"," + fields + END);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "NONE    | application/json | {\"a\":1}  | ",
                "SUMMARY | application/json | {\"a\":1}  | \"kind\":\"text_summary\",\"bytes\":7,#",
                "FULL    | application/json | {\"a\":1}  | \"kind\":\"json\",\"bytes\":7,#,\"json\":{\"a\":1}",
                "FULL    | -                | [1.50]     | \"kind\":\"json\",\"bytes\":6,#,\"json\":[1.50]",
                "FULL    | text/plain       | {\"a\"     | \"kind\":\"text\",\"bytes\":4,#,\"text\":\"{\\\"a\\\"\"",
                "FULL    | application/json | 5          | \"kind\":\"text\",\"bytes\":1,#,\"text\":\"5\"",
                "FULL    | image/png        | abc        | \"kind\":\"binary_summary\",\"bytes\":3,#",
            })
    void levelSaysHowMuchOfABodyIsLogged(BodyLevel level, @Nullable String type, String text, @Nullable String body) {
        String line = line(level, new UpstreamRecord.ResponseError("req_1", 500, null, body(type, text)));

        String expected = body == null
                ? ""
                : ",\"body\":{"
                        + body.replace("#", "\"sha256\":\"" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)) + "\"")
                        + "}";
        assertThat(line)
                .isEqualTo("{\"request_id\":\"req_1\",\"phase\":\"upstream_response_error\",\"status_code\":500"
                        + expected + END);
    }

    @Test
    void bodyBeyondTheLimitIsOnlySummarised() {
        String line = line(
                BodyLevel.FULL, new UpstreamRecord.ResponseError("req_1", 500, null, body(null, "x".repeat(1 << 21))));

        assertThat(line).contains("\"kind\":\"text_summary\",\"bytes\":2097152").hasSizeLessThan(300);
    }

    @Test
    void deepestBodyThatCanBeReadIsLogged() {
        String deep = "[".repeat(500) + "]".repeat(500);
        String tooDeep = "[".repeat(501) + "]".repeat(501);

        assertThat(line(BodyLevel.FULL, new UpstreamRecord.ResponseError("req_1", 500, null, body(null, deep))))
                .contains("\"json\":" + deep);
        assertThat(line(BodyLevel.FULL, new UpstreamRecord.ResponseError("req_1", 500, null, body(null, tooDeep))))
                .contains("\"text\":\"" + tooDeep);
    }

    @ParameterizedTest
    @CsvSource({"NONE,false", "SUMMARY,true"})
    void errorHasItsCodeAtEveryLevel(BodyLevel level, boolean message) {
        LoggedBody error = body(
                "application/json",
                "{\"error\":{\"message\":\"Bearer abc is not a model.\",\"type\":\"invalid\",\"code\":\"no_model\"}}");
        TrafficRecord refused = new ClientRecord.Outbound("req_1", LINE, 404, true, error, Outcome.PLAIN, MEASURES);
        TrafficRecord fine = new ClientRecord.Outbound("req_1", LINE, 200, true, error, Outcome.PLAIN, MEASURES);

        assertThat(line(level, refused)).contains("\"error_type\":\"invalid\",\"error_code\":\"no_model\"");
        assertThat(line(level, refused).contains("\"error_message\":\"Bearer [REDACTED] is not a model.\""))
                .isEqualTo(message);
        assertThat(line(level, fine)).doesNotContain("error_");
    }

    @Test
    void bodyOfUnknownSizeHasNone() {
        assertThat(line(BodyLevel.FULL, new UpstreamRecord.ResponseError("req_1", 500, null, LoggedBody.unknown())))
                .contains("\"body\":{\"kind\":\"omitted\"}");
    }

    @Test
    void uploadIsNamedAndHashed() {
        LoggedBody upload = new LoggedBody.Upload("a.txt", "assistants", "text/plain", 3, "abc");

        assertThat(line(BodyLevel.SUMMARY, new UpstreamRecord.ResponseError("req_1", 200, null, upload)))
                .contains("\"body\":{\"kind\":\"multipart_upload\",\"bytes\":3,\"sha256\":\"abc\","
                        + "\"filename\":\"a.txt\",\"purpose\":\"assistants\",\"content_type\":\"text/plain\"}");
    }

    @Test
    void lineAfterOneThatCouldNotBeWrittenIsWhole() {
        LineFormat format = new LineFormat(new Redactor(new SecretValues()), TrafficOptions.in(Path.of("unused")));
        TrafficRecord event = new SecurityRecord.Event("req_1", "event", "detail");
        TrafficRecord broken = new DeferredRecord("req_1", 0, () -> null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(AT, event, out);
        String line = out.toString(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> format.write(AT, broken, out)).isInstanceOf(IllegalArgumentException.class);
        format.write(AT, event, out);

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(line + line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "2026-05-20T10:30:00.100Z",
                "2026-05-20T10:30:00.000001Z",
                "2026-05-20T10:30:00.120304Z",
                "2026-05-20T10:30:00.000000001Z",
                "2026-05-20T10:30:00Z",
                "+10000-01-01T00:00:00.500Z"
            })
    void timesAreWrittenAsInstantsAre(String time) {
        InstantText times = new InstantText();
        times.of(AT);

        assertThat(times.of(Instant.parse(time))).isEqualTo(time);
        assertThat(times.of(Instant.parse(time))).isEqualTo(time);
        assertThat(times.of(AT)).isEqualTo(AT.toString());
    }
}
