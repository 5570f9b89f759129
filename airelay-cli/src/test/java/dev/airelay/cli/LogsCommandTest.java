package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
final class LogsCommandTest {
    private static final String SINCE = "2026-05-20";
    private static final String FIRST = answer("req_1", "10:30:00", 200, "\"complete\":true");

    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    private static String answer(String id, String time, int status, String more) {
        return """
                {"request_id":"%s","phase":"outbound_response","method":"POST","path":"/v1/responses","client_ip":\
                "127.0.0.1","status_code":%d,%s,"duration_ms":1234,"logged_at":"2026-05-20T%sZ"}
                """.formatted(id, status, more, time);
    }

    private Path log(String file, String... lines) throws IOException {
        Path path = process.file(".airelay/logs/2026/05/" + file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, String.join("", lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void zip(String file, String text) throws IOException {
        Path path = process.file(".airelay/logs/2026/05/" + file);
        Files.createDirectories(path.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> shown(String... lines) throws IOException {
        log("20-10.log", lines);
        TestProcess.Result result = process.run("logs", "--since", SINCE);
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        return result.out().lines().toList();
    }

    @Test
    void requestIsOneLine() throws IOException {
        String more = """
                "complete":true,"user_agent":"codex_cli_rs/0.171.0","model":"gpt-5.5","usage":{"input_tokens":12,"cached_tokens":4,"output_tokens":34},\
                "ignored_parameters":["seed","user"],"first_token_ms":450""";

        assertThat(
                        shown(
                                "{\"request_id\":\"req_1\",\"phase\":\"inbound_request\",\"logged_at\":\"2026-05-20T10:29:59Z\"}\n",
                                answer("req_1", "10:30:00.123", 200, more),
                                "{\"request_id\":\"req_1\",\"phase\":\"upstream_usage\",\"logged_at\":\"2026-05-20T10:30:00Z\"}\n"))
                .containsExactly(
                        "2026-05-20 10:30:00  200  Codex         responses  gpt-5.5              1.2 s  first 0.5 s"
                                + "  12 in  34 out  43/s  33% cached  ignored seed,user  req_1");
    }

    @Test
    void failureSaysWhy() throws IOException {
        String error = "\"complete\":true,\"error_code\":\"no_model\",\"error_message\":\"No such\\u001b model.\"";

        assertThat(shown(answer("req_1", "10:30:00", 404, error), answer("req_2", "10:30:01", 0, "\"complete\":false")))
                .containsExactly(
                        "2026-05-20 10:30:00  404  unknown       responses                       1.2 s  no_model: No such? model."
                                + "  req_1",
                        "2026-05-20 10:30:01  ---  unknown       responses                       1.2 s  the client left before"
                                + " the response  req_2");
    }

    @Test
    void eventsOfConcernAreShown() throws IOException {
        assertThat(shown("""
                        {"phase":"security_event","event":"relay_started","detail":"It runs.","logged_at":"2026-05-20T10:30:00Z"}
                        {"phase":"endpoint_auth_failed","client_ip":"10.0.0.9","blocked":false,"block_seconds":0,"logged_at":"2026-05-20T10:30:01Z"}
                        {"phase":"endpoint_auth_failed","client_ip":"10.0.0.9","blocked":true,"block_seconds":900,"logged_at":"2026-05-20T10:30:02Z"}
                        {"phase":"retry_backoff","attempt":1,"max_attempts":3,"delay_ms":200,"reason":"overloaded","request_id":"req_1","logged_at":"2026-05-20T10:30:03Z"}
                        {"phase":"upstream_response_error","status_code":503,"error_code":"overloaded","error_message":"Later.","request_id":"req_1","logged_at":"2026-05-20T10:30:03Z"}
                        {"phase":"upstream_response_error","status_code":503,"error_code":"overloaded","error_message":"Later.","request_id":"upstream-models","logged_at":"2026-05-20T10:30:04Z"}
                        {"phase":"traffic_log_gap","dropped":3,"failed":1,"logged_at":"2026-05-20T10:30:05Z"}
                        """))
                .containsExactly(
                        "2026-05-20 10:30:00  ---  relay_started: It runs.",
                        "2026-05-20 10:30:02  ---  address_blocked: 10.0.0.9 for 900 s after too many wrong relay tokens",
                        "2026-05-20 10:30:03  ---  retry 1 of 3 in 0.2 s: overloaded req_1",
                        "2026-05-20 10:30:04  ---  upstream-models failed: 503 overloaded Later.",
                        "2026-05-20 10:30:05  ---  log_gap: 3 records dropped, 1 not written");
    }

    @Test
    void filtersAndTailNarrowWhatIsShown() throws IOException {
        log(
                "20-10.log",
                answer("req_1", "10:30:00", 200, "\"complete\":true,\"model\":\"gpt-5.5\",\"user_agent\":\"codex/1\""),
                answer("req_2", "10:30:01", 429, "\"complete\":true,\"model\":\"gpt-6-sol\",\"user_agent\":\"n8n\""),
                answer(
                        "req_3",
                        "10:30:02",
                        500,
                        "\"complete\":true,\"model\":\"gpt-6-sol\",\"user_agent\":\"codex/1\""));

        assertThat(ids("--errors")).containsExactly("req_2", "req_3");
        assertThat(ids("--status", "429")).containsExactly("req_2");
        assertThat(ids("--status", "5xx")).containsExactly("req_3");
        assertThat(ids("--model", "SOL")).containsExactly("req_2", "req_3");
        assertThat(ids("--client", "codex")).containsExactly("req_1", "req_3");
        assertThat(ids("--client", "codex", "--errors")).containsExactly("req_3");
        assertThat(ids("-n", "2")).containsExactly("req_2", "req_3");
        assertThat(ids("--tail", "1", "--client", "n8n")).containsExactly("req_2");
        assertThat(process.run("logs", "--status", "oops").err()).contains("--status must be", "was 'oops'");
        assertThat(process.run("logs", "-n", "0").err()).contains("--tail must be at least 1, was 0");
    }

    private List<String> ids(String... filters) {
        String[] line = new String[filters.length + 3];
        System.arraycopy(new String[] {"logs", "--since", SINCE}, 0, line, 0, 3);
        System.arraycopy(filters, 0, line, 3, filters.length);
        return process.run(line)
                .out()
                .lines()
                .map(text -> text.substring(text.lastIndexOf(' ') + 1))
                .toList();
    }

    @Test
    void timesAreLocalUnlessUtcIsWanted() throws IOException {
        log("20-10.log", FIRST);
        process.at(Clock.fixed(Instant.parse("2026-05-21T10:00:00Z"), ZoneId.of("Europe/Berlin")));

        assertThat(process.run("logs", "--since", "2026-05-20T12:30").out()).startsWith("2026-05-20 12:30:00");
        assertThat(process.run("logs", "--since", "2026-05-20T12:31").out()).isEmpty();
        assertThat(process.run("logs", "--since", "2026-05-20T10:30", "--utc").out())
                .startsWith("2026-05-20 10:30:00");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 200})
    void linesFitTheTerminal(int columns) throws IOException {
        String error =
                "\"complete\":true,\"model\":\"gpt-5.5\",\"error_code\":\"no_model\",\"error_message\":\"No such model"
                        + " on this plan. Try one of the others, of which there are many.\"";
        log("20-10.log", FIRST, answer("req_2", "10:30:01", 404, error));
        process.onTerminal()
                .with("NO_COLOR", "1")
                .with("COLUMNS", String.valueOf(columns))
                .at(Clock.fixed(Instant.parse("2026-05-20T11:00:00Z"), ZoneOffset.UTC));

        List<String> lines = process.run("logs", "--since", SINCE).out().lines().toList();

        assertThat(lines).hasSizeGreaterThan(2).allMatch(line -> line.length() <= columns);
        assertThat(lines.get(0)).startsWith("10:30:00").contains("200");
        assertThat(String.join(" ", lines).replaceAll(" +", " ")).contains("no_model: No such model on this plan.");
    }

    @Test
    void jsonPrintsEveryLineAsItIsCompressedOnesToo() throws IOException {
        String usage =
                "{\"request_id\":\"req_0\",\"phase\":\"upstream_usage\",\"logged_at\":\"2026-05-20T09:30:00Z\"}\n";
        zip("20-09.log.gz", usage);
        log("20-10.log", FIRST);

        assertThat(process.run("logs", "--json", "--since", SINCE).out()).isEqualToNormalizingNewlines(usage + FIRST);
        assertThat(process.run("logs", "--json", "--since", "2026-05-20T10:00:00Z")
                        .out())
                .isEqualToNormalizingNewlines(FIRST);
    }

    @Test
    void nothingLoggedSucceedsAndSaysWhere() {
        TestProcess.Result result = process.run("logs", "--since", "10m");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("airelay: Nothing was logged in " + process.file(".airelay/logs") + " since 20");
    }

    @Test
    void wrongTimeIsUsageError() {
        TestProcess.Result result = process.run("logs", "--since", "yesterday");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("airelay: --since must be a time span")
                .contains("was yesterday");
    }

    @Test
    void followingGoesOnOverTheHourAndTheCompression() throws Exception {
        Path ten = log("20-10.log", FIRST);
        try (ServingProcess logs = ServingProcess.start(process, "logs", "-f", "--since", SINCE)) {
            assertThat(logs.lineStarting("2026")).endsWith("req_1");

            log("20-10.log", answer("req_2", "10:59:59", 200, "\"complete\":true"));
            assertThat(logs.lineStarting("2026")).endsWith("req_2");

            log("20-11.log", answer("req_3", "11:00:00", 200, "\"complete\":true"));
            assertThat(logs.lineStarting("2026")).endsWith("req_3");

            zip("20-10.log.gz", Files.readString(ten));
            Files.delete(ten);
            log("20-11.log", answer("req_4", "11:00:01", 200, "\"complete\":true"));
            assertThat(logs.lineStarting("2026")).endsWith("req_4");

            assertThat(logs.stop()).isZero();
            assertThat(logs.rest()).isEmpty();
            assertThat(logs.errors()).isEmpty();
        }
    }

    @Test
    void runningRelayCanBeFollowed() throws Exception {
        process.run("init");
        try (ServingProcess relay = ServingProcess.start(process, "serve", "--port", "0");
                ServingProcess logs = ServingProcess.start(process, "logs", "--follow", "--json")) {
            String api = relay.lineStarting("AIRelay at").substring("AIRelay at ".length());

            assertThat(status(api + "/models")).isEqualTo(401);

            JsonNode failed = JsonMapper.shared().readTree(logs.lineStarting("{\"request_id\":\"req_"));
            assertThat(failed.path("phase").stringValue()).isEqualTo("inbound_request");
            JsonNode refused = JsonMapper.shared().readTree(logs.lineStarting("{\"request_id\":\"req_"));
            assertThat(refused.path("phase").stringValue()).isEqualTo("endpoint_auth_failed");
            assertThat(relay.stop()).isZero();
        }
        assertThat(process.run("logs").out()).contains("relay_started", "  401  Java", " models ", "relay_stopped");
    }

    private static int status(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
