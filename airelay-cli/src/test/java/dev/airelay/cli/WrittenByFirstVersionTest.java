package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The home directory of a user of version 1d2568a, used by this version. Its README describes how it was made. */
@Timeout(120)
final class WrittenByFirstVersionTest {
    private static final Path WRITTEN = Path.of("src", "test", "resources", "written-by-1d2568a");
    private static final FileTime WRITTEN_AT = FileTime.from(Instant.parse("2099-03-14T11:05:00Z"));
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode ids = json(WRITTEN.resolve("ids.json"));
    private final Emulator emulator = Emulator.start(EmulatorOptions.defaults());
    private TestProcess process;
    private String token;
    private String baseUrl;

    private record Reply(int status, byte[] body) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void copyHome(@TempDir Path home) throws IOException {
        Path source = WRITTEN.resolve("home");
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                copy(path, home.resolve(source.relativize(path).toString()));
            }
        }
        process = new TestProcess(home)
                .with("AIRELAY_ISSUER_BASE_URL", emulator.issuer().baseUrl().toString())
                .with("AIRELAY_UPSTREAM_BASE_URL", emulator.baseUrl().toString());
        token = Files.readString(home.resolve(".airelay/relay-token")).strip();
    }

    /** Restores what a repository does not contain: the permissions and the time of last modification. */
    private static void copy(Path from, Path to) throws IOException {
        boolean directory = Files.isDirectory(from);
        if (!directory) {
            Files.copy(from, to);
        } else if (!Files.isDirectory(to)) {
            Files.createDirectory(to);
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(directory ? "rwx------" : "rw-------"));
        }
        if (!directory) {
            Files.setLastModifiedTime(to, WRITTEN_AT);
        }
    }

    @AfterEach
    void closeEmulator() {
        emulator.close();
    }

    private static JsonNode json(Path file) {
        return JSON.readTree(file);
    }

    private String id(String name) {
        return ids.required(name).stringValue();
    }

    private ServingProcess serve() throws IOException {
        ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0");
        baseUrl = serving.lineStarting("AIRelay at").substring("AIRelay at ".length());
        return serving;
    }

    private Reply send(String method, String path, String contentType, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(baseUrl + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("authorization", "Bearer " + token);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("content-type", contentType);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Reply(status, in.readAllBytes());
        }
    }

    private Reply get(String path) throws IOException {
        return send("GET", path, "", "");
    }

    private JsonNode post(String path, String body) throws IOException {
        Reply reply = send("POST", path, "application/json", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    /** The body of the one generation request that the relay has sent upstream. */
    private JsonNode sentUpstream() {
        List<RecordedRequest> requests = emulator.requests("/responses");
        assertThat(requests).hasSize(1);
        return requests.get(0).body().orElseThrow();
    }

    @Test
    void answersEveryRecordedRequestTheSame() throws Exception {
        JsonNode answers = json(WRITTEN.resolve("answers.json"));
        assertThat(answers.size()).isGreaterThan(40);
        try (ServingProcess serving = serve()) {
            for (Map.Entry<String, JsonNode> answer : answers.properties()) {
                JsonNode actual = simplified(get(answer.getKey().substring("/v1".length())), answer.getValue());

                assertThat(answer.getValue().equals(WrittenByFirstVersionTest::compare, actual))
                        .as("%s: expected %s, was %s", answer.getKey(), answer.getValue(), actual)
                        .isTrue();
            }
            assertThat(serving.stop()).isZero();
        }
    }

    /** Compares values other than objects and arrays; 1 and 1.0 are the same number. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    /** A reply in the form in which the expected one was recorded. */
    private static JsonNode simplified(Reply reply, JsonNode recorded) {
        ObjectNode simplified = JSON.createObjectNode();
        if (reply.status() != 200) {
            return simplified.put("status", reply.status());
        } else if (recorded.has("base64")) {
            return simplified.put("base64", Base64.getEncoder().encodeToString(reply.body()));
        } else if (recorded.has("events")) {
            return simplified.put("events", reply.text());
        }
        return reply.json();
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "chained", "image", "background", "background_stream", "incomplete", "with_files"})
    void continuesAStoredResponse(String name) throws Exception {
        try (ServingProcess serving = serve()) {
            int stored = get("/responses/" + id(name) + "/input_items?limit=100")
                    .json()
                    .required("data")
                    .size();

            JsonNode next = post("/responses", """
                    {"model": "gpt-5.5", "previous_response_id": "%s", "input": "And then?"}""".formatted(id(name)));

            assertThat(next.required("status").stringValue()).isEqualTo("completed");
            JsonNode input = sentUpstream().required("input");
            assertThat(input.size()).isGreaterThan(stored + 1);
            assertThat(input.get(input.size() - 1).toString()).contains("And then?");
            if (name.equals("chained")) {
                assertThat(input.toString())
                        .contains("Grüße aus Köln 🐟", "get_weather", "celsius", "encrypted_content");
            }
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void continuesAConversation() throws Exception {
        String items = "/conversations/" + id("conversation") + "/items";
        try (ServingProcess serving = serve()) {
            int before = get(items + "?limit=100").json().required("data").size();

            post("/responses", """
                    {"model": "gpt-5.5", "conversation": "%s", "input": "And then?"}""".formatted(id("conversation")));

            assertThat(sentUpstream().required("input").toString())
                    .contains("We travel to Lisbon.", "30 degrees", "And by chat?", "And then?");
            JsonNode after = get(items + "?order=asc&limit=100").json().required("data");
            assertThat(after.size()).isGreaterThan(before + 1);
            String first = after.get(0).required("id").stringValue();
            assertThat(send("DELETE", items + "/" + first, "", "").status()).isEqualTo(200);
            assertThat(get(items + "?limit=100").json().required("data").size()).isEqualTo(after.size() - 1);
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void completesAnUploadThatIsHalfDone() throws Exception {
        String upload = "/uploads/" + id("upload_half");
        String form = """
                --x\r
                content-disposition: form-data; name="data"; filename="part"\r
                \r
                other half\r
                --x--\r
                """;
        try (ServingProcess serving = serve()) {
            Reply part = send("POST", upload + "/parts", "multipart/form-data; boundary=x", form);
            assertThat(part.status()).as(part.text()).isEqualTo(200);

            JsonNode completed = post(upload + "/complete", """
                    {"part_ids": ["%s", "%s"]}""".formatted(
                            id("upload_half_part"), part.json().required("id").stringValue()));

            String file = completed.required("file").required("id").stringValue();
            assertThat(get("/files/" + file + "/content").text()).isEqualTo("first halfother half");
            Reply late = send(
                    "POST", "/uploads/" + id("upload_canceled") + "/parts", "multipart/form-data; boundary=x", form);
            assertThat(late.status()).as(late.text()).isEqualTo(400);
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void usesAStoredFileAsInput() throws Exception {
        try (ServingProcess serving = serve()) {
            post("/responses", """
                    {"model": "gpt-5.5", "input": [{"role": "user", "content": [
                        {"type": "input_file", "file_id": "%s"}]}]}""".formatted(id("notes")));

            assertThat(sentUpstream().toString()).contains("The password of the library is swordfish.");
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void endsAResponseWhoseRelayWasKilled() throws Exception {
        try (ServingProcess serving = serve()) {
            JsonNode killed = get("/responses/" + id("killed")).json();

            assertThat(killed.required("status").stringValue()).isEqualTo("failed");
            assertThat(killed.required("error").required("code").stringValue()).isEqualTo("server_error");
            assertThat(get("/responses/" + id("killed") + "?stream=true").text())
                    .contains("response.output_text.delta");
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void usesAndEndsTheSession() throws Exception {
        String access = json(process.file(".airelay/auth.json"))
                .required("tokens")
                .required("access_token")
                .stringValue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(access.getBytes(StandardCharsets.UTF_8));
        try (ServingProcess serving = serve()) {
            post("/responses", """
                    {"model": "gpt-5.5", "input": "Hello."}""");
            assertThat(serving.stop()).isZero();
        }
        RecordedRequest sent = emulator.requests("/responses").get(0);
        assertThat(sent.header("authorization").orElse(""))
                .contains(HexFormat.of().formatHex(hash).substring(0, 16));
        assertThat(sent.header("chatgpt-account-id")).contains("acct-emulator");

        JsonNode auth = process.run("status", "--json").json().required("auth");
        assertThat(auth.required("ready_for_requests").booleanValue()).isTrue();
        assertThat(auth.required("email").stringValue()).isEqualTo("person@emulator.invalid");
        assertThat(auth.required("bound_account_id").stringValue()).isEqualTo("acct-emulator");
        assertThat(auth.required("access_token_expires_at").stringValue()).isEqualTo("2099-03-24T10:50:16Z");

        assertThat(process.run("logout").code()).isZero();
        assertThat(emulator.issuer().counts().revoke()).isEqualTo(1);
    }

    @Test
    void showsEveryRecordOfTheLog() throws IOException {
        TestProcess.Result all = process.run("logs", "--json", "--since", "2099-03-14");
        List<String> lines =
                process.run("logs", "--since", "2099-03-14").out().lines().toList();

        assertThat(all.out().lines()).containsExactlyElementsOf(records()).hasSizeGreaterThan(500);
        assertThat(lines)
                .anyMatch(line -> line.matches(".*  200  unknown +chat +gpt-5\\.5 .*  ignored seed  req_.*"))
                .anyMatch(line -> line.matches(".*  401  unknown +models .*  invalid_api_key: .*"))
                .anyMatch(line -> line.contains("  ---  retry 1 of 3 in "))
                .anyMatch(line -> line.matches(".*  503  unknown +chat .*  server_is_overloaded: .*"))
                .anyMatch(line -> line.contains("  ---  relay_token_rotated: "));
    }

    /** The lines of the files, in the order of their names: a numbered file comes before the one that continues it. */
    private List<String> records() throws IOException {
        try (Stream<Path> files = Files.list(process.file(".airelay/logs/2099/03"))) {
            return files.sorted().flatMap(WrittenByFirstVersionTest::lines).toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try (InputStream in = file.toString().endsWith(".gz")
                ? new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))
                : new ByteArrayInputStream(Files.readAllBytes(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void readsTheConfigurationFileOfInit() {
        LoadedConfig loaded = ConfigLoader.load(ConfigSources.of(Map.of(), Map.of(), process.file("")));

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().get(ConfigKeys.MODEL_ALIASES))
                .isEqualTo(Map.of("think", "gpt-5.5:high", "quick", "gpt-5.4-mini"));
        assertThat(loaded.config().get(ConfigKeys.RATE_LIMIT_BURST)).isEqualTo(1000);
    }

    @Test
    void readsEveryKeyOfTheConfigurationFile() throws IOException {
        Path file = process.file("every-key.toml");
        Files.copy(WRITTEN.resolve("every-key.toml"), file);

        LoadedConfig loaded = ConfigLoader.load(
                ConfigSources.of(Map.of(), Map.of(ConfigSources.CONFIG_FLAG, file.toString()), process.file("")));

        RelayConfig config = loaded.config();
        try (Stream<String> lines = Files.lines(file)) {
            long keys = lines.filter(line -> line.matches("[a-z_]+ = .*|\\[models.aliases]"))
                    .filter(line -> !line.matches("(think|quick) = .*"))
                    .count();
            assertThat(loaded.origins().values().stream().filter(origin -> !origin.equals("default")))
                    .hasSize((int) keys);
        }
        assertThat(config.get(ConfigKeys.HOST)).isEqualTo("::1");
        assertThat(config.tls()).isPresent();
        assertThat(config.get(ConfigKeys.HEADER_TIMEOUT)).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.get(ConfigKeys.DATA_DIR)).isEqualTo(process.file("data"));
        assertThat(config.get(ConfigKeys.MINIMAL_INSTRUCTIONS)).isEqualTo("Two\nlines.");
        assertThat(config.outbound().httpsProxy()).isPresent();
        assertThat(config.get(ConfigKeys.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.get(ConfigKeys.QUEUE_PLACES)).isEqualTo(99);
        assertThat(config.trustedProxies()).containsExactly("10.0.0.0/8", "::1");
        assertThat(config.get(ConfigKeys.RESPONSES_TIME_TO_LIVE)).isEqualTo(Duration.ofSeconds(19));
        assertThat(config.get(ConfigKeys.STRICT_PARAMETERS)).isTrue();
        assertThat(config.get(ConfigKeys.TRAFFIC_RETENTION_DAYS)).isEqualTo(21);
    }
}
