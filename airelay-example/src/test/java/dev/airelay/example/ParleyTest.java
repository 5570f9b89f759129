package dev.airelay.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.server.RelayServer;
import dev.airelay.testsupport.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An API from outside, over the wire: a relay before the emulator, with nothing but what the modules export. */
@Timeout(60)
class ParleyTest {
    private static final String TOKEN = "relay-token-of-the-example";
    private static final int MAX_BODY = 10_000;

    @TempDir
    static Path directory;

    private static Emulator emulator;
    private static RelayServer relay;

    @BeforeAll
    static void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        Map<String, String> settings = Map.of(
                "server.port", "0",
                "server.max_body_bytes", Integer.toString(MAX_BODY),
                "paths.data_dir", directory.toString(),
                "upstream.base_url", emulator.baseUrl().toString());
        relay = ParleyRelay.start(
                ConfigLoader.load(ConfigSources.of(Map.of(), settings, directory)),
                RelayTokenSource.fixed(RelayToken.of(TOKEN, RelayToken.Source.MEMORY)),
                new StaticCredentials(new Credentials(Emulator.accessToken(), Emulator.accountId())));
    }

    @AfterAll
    static void stop() {
        relay.close();
        emulator.close();
    }

    /** A response as a client sees it. */
    private record Answer(int status, Map<String, List<String>> headers, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        List<JsonNode> lines() {
            return body.lines().map(JsonMapper.shared()::readTree).toList();
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> name.equalsIgnoreCase(header.getKey()))
                    .map(header -> String.join(", ", header.getValue()))
                    .findFirst()
                    .orElse("");
        }
    }

    private static Answer post(String path, String body, String... header) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + relay.port() + path).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("content-type", "application/json");
        if (header.length > 0) {
            connection.setRequestProperty(header[0], header[1]);
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body.getBytes(UTF_8));
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, connection.getHeaderFields(), new String(in.readAllBytes(), UTF_8));
        }
    }

    private static Answer talk(String body) throws IOException {
        return post(ParleyRelay.PATH, body, ParleyRelay.KEY.name(), TOKEN);
    }

    private static String fault(JsonNode json, int number) {
        assertThat(json.propertyNames()).containsExactly("fault");
        assertThat(json.path("fault").path("number").intValue()).isEqualTo(number);
        return json.path("fault").path("text").stringValue();
    }

    @Test
    void streamsOneLineForEachPiece() throws IOException {
        Answer answer = talk("{\"say\": \"Hi [[emulate: text value=\\\"Well met\\\"]]\", \"live\": true}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/x-ndjson");
        List<JsonNode> lines = answer.lines();
        assertThat(lines)
                .hasSizeGreaterThan(1)
                .last()
                .isEqualTo(JsonMapper.shared().readTree("{\"over\":true}"));
        assertThat(lines.stream().map(line -> line.path("said").stringValue("")).collect(Collectors.joining()))
                .isEqualTo("[emulator] Well met");
    }

    @Test
    void answersWithOneObject() throws IOException {
        Answer answer = talk("{\"say\": \"Hi [[emulate: text value=\\\"Well met\\\"]]\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"said\":\"[emulator] Well met\"}");
    }

    @Test
    void servesItsTwinWithoutTools() throws IOException {
        assertThat(post("/no-tools" + ParleyRelay.PATH, "{\"say\": \"Hi\"}", ParleyRelay.KEY.name(), TOKEN)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesWrongTokenInItsOwnWordsAndDoesNotLogIt() throws IOException {
        String wrong = "not-the-relay-token-at-all";
        for (Answer answer : List.of(
                post(ParleyRelay.PATH, "{\"say\": \"Hi\"}"),
                post(ParleyRelay.PATH, "{\"say\": \"Hi\"}", ParleyRelay.KEY.name(), wrong),
                post(ParleyRelay.PATH, "{\"say\": \"Hi\"}", "authorization", "Bearer " + TOKEN))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(fault(answer.json(), 401)).contains("Send the relay token in the header x-parley-key.");
            assertThat(answer.header("www-authenticate")).isEmpty();
            assertThat(answer.header("x-request-id")).startsWith("req_");
        }
        assertThat(post("/v1/responses", "{}", ParleyRelay.KEY.name(), TOKEN).status())
                .isEqualTo(401);

        // Neither where the path is misspelled.
        post("/parly/talk", "{}", ParleyRelay.KEY.name(), wrong + "2");
        post("/v1/responses", "{}", ParleyRelay.KEY.name(), wrong + "3");
        awaitLogged("auth_failed");
        awaitLogged("/parly/talk");
        assertThat(log()).doesNotContain(wrong).doesNotContain(TOKEN);
    }

    private static void awaitLogged(String word) {
        Eventually.await(word + " in the log", () -> log().contains(word));
    }

    private static String log() {
        try (Stream<Path> files = Files.walk(directory.resolve("logs"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void wordsUnservedPathsBelowItsOwn() throws IOException {
        assertThat(fault(post("/parley/listen", "{}").json(), 401)).isNotBlank();
        Answer answer = post("/parley/listen", "{}", ParleyRelay.KEY.name(), TOKEN);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(fault(answer.json(), 404)).contains("/parley/listen");
    }

    @Test
    void refusesTooLargeBody() throws IOException {
        Answer answer = talk("{\"say\": \"" + "x".repeat(MAX_BODY) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(fault(answer.json(), 413)).contains(Integer.toString(MAX_BODY));
    }

    @Test
    void rejectsWrongMembers() throws IOException {
        assertThat(fault(talk("{\"say\": 5}").json(), 400)).isEqualTo("'say' must be a text that is not blank.");
        assertThat(fault(talk("{\"say\": \"Hi\", \"loud\": true}").json(), 400))
                .isEqualTo("Unknown parameter: 'loud'.");
        assertThat(fault(talk("{\"say\": ").json(), 400)).isNotBlank();
    }

    @Test
    void failureBeforeTheStreamHasItsStatus() throws IOException {
        Answer answer = talk("{\"say\": \"Hi [[emulate: invalid_prompt]]\", \"live\": true}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(fault(answer.json(), 400)).isNotBlank();
    }

    @Test
    void failureInTheStreamIsItsLastLine() throws IOException {
        Answer answer = talk("{\"say\": \"Hi [[emulate: server_error at=middle after=2]]\", \"live\": true}");

        assertThat(answer.status()).isEqualTo(200);
        List<JsonNode> lines = answer.lines();
        assertThat(lines).hasSizeGreaterThan(1);
        assertThat(lines.get(0).has("said")).isTrue();
        assertThat(fault(lines.get(lines.size() - 1), 502)).isNotBlank();
    }

    @Test
    void streamThatBreaksOffEndsWithAFault() throws IOException {
        Answer answer = talk("{\"say\": \"Hi [[emulate: cut after=2]]\", \"live\": true}");

        List<JsonNode> lines = answer.lines();
        assertThat(lines.get(0).has("said")).isTrue();
        assertThat(fault(lines.get(lines.size() - 1), 502)).isNotBlank();
    }

    @Test
    void compatibilityListsItsParameters() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://127.0.0.1:" + relay.port() + "/v1/relay/compatibility")
                        .toURL()
                        .openConnection();
        connection.setRequestProperty("authorization", "Bearer " + TOKEN);
        try (InputStream in = connection.getInputStream()) {
            assertThat(new String(in.readAllBytes(), UTF_8))
                    .contains("{\"route\":\"/parley/talk\",\"parameter\":\"say\",\"class\":\"mapped\"");
        }
    }
}
