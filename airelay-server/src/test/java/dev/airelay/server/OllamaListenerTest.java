package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airelay.config.ConfigException;
import dev.airelay.security.CredentialHeader;
import dev.airelay.transforms.ollama.OllamaChatDialect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The listener for clients of Ollama. */
class OllamaListenerTest {

    private static final String HELLO = """
            {"model": "gpt-5.5", "stream": false, "messages": [{"role": "user", "content": "hello"}]}""";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path dataDir;

    private RunningRelay start(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("ollama.listen", "true", "ollama.port", "0"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return RunningRelay.start(dataDir, all);
    }

    private HttpResponse<String> send(RunningRelay relay, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        relay.server().ollamaUrl().orElseThrow().resolve(path))
                .timeout(RunningRelay.LIMIT)
                .method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void isOffByDefault() {
        try (RunningRelay relay = RunningRelay.start(dataDir)) {
            assertThat(relay.server().ollamaUrl()).isEmpty();
            assertThat(relay.get("/v1/relay/status")
                            .json()
                            .at("/relay/ollama_url")
                            .isNull())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200",
        "HEAD, /, 200",
        "GET, /api/version, 200",
        "GET, /api/tags, 200",
        "POST, /api/chat, 200",
        "POST, /v1/chat/completions, 200",
        "GET, /v1/models, 200",
        "GET, /v1/models/gpt-5.5, 404",
        "POST, /v1/responses, 404",
        "GET, /v1/relay/status, 404",
        "GET, /healthz, 404",
        "GET, /api/hello, 404",
        "POST, /no-tools/api/chat, 404",
        "GET, /v1/files, 404"
    })
    void servesOllamasRoutesAndNothingElse(String method, String path, int status) throws Exception {
        try (RunningRelay relay = start("ollama.require_bearer_auth", "false")) {
            assertThat(send(relay, method, path, method.equals("POST") ? HELLO : "")
                            .statusCode())
                    .isEqualTo(status);
        }
    }

    @Test
    void dialectFromOutsideStaysBehindTheToken() throws Exception {
        Map<String, String> settings =
                Map.of("ollama.listen", "true", "ollama.port", "0", "ollama.require_bearer_auth", "false");
        Set<CredentialHeader> credentials = Set.of(CredentialHeader.AUTHORIZATION);
        try (RunningRelay relay = RunningRelay.start(
                dataDir, settings, builder -> builder.dialect("/guest/chat", new OllamaChatDialect(), credentials))) {
            assertThat(send(relay, "POST", "/guest/chat", HELLO).statusCode()).isEqualTo(404);
            assertThat(relay.post("/guest/chat", HELLO).status()).isEqualTo(200);
        }
    }

    @Test
    void requiresTheTokenLikeTheOtherListener() throws Exception {
        try (RunningRelay relay = start()) {
            HttpResponse<String> without = send(relay, "POST", "/api/chat", HELLO);
            HttpResponse<String> with =
                    send(relay, "POST", "/api/chat", HELLO, "authorization", "Bearer " + RunningRelay.TOKEN);

            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(json(without).path("error").stringValue()).contains("relay token");
            assertThat(with.statusCode()).isEqualTo(200);
            assertThat(send(relay, "GET", "/", "").body()).isEqualTo("Ollama is running");
        }
    }

    @Test
    void openListenerSaysSoInTheLogAndLeavesTheOtherOneClosed() throws Exception {
        try (RunningRelay relay = start("ollama.require_bearer_auth", "false")) {
            assertThat(send(relay, "POST", "/api/chat", HELLO).statusCode()).isEqualTo(200);
            assertThat(relay.send("GET", "/api/tags", "", "authorization", "Bearer wrong")
                            .status())
                    .isEqualTo(401);
            assertThat(relay.get("/api/tags").status()).isEqualTo(200);

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.phase("inbound_request"))
                    .extracting(record -> record.path("path").stringValue() + " "
                            + record.path("auth").stringValue("token"))
                    .contains("/api/chat none", "/api/tags token");
            assertThat(log.raw()).contains("The listener for Ollama's clients is open");
        }
    }

    @Test
    void openListenerIsGuardedAgainstWebPagesAndForeignNames() throws Exception {
        try (RunningRelay relay = start("ollama.require_bearer_auth", "false")) {
            HttpResponse<String> page = send(relay, "POST", "/api/chat", HELLO, "origin", "https://evil.example");
            RawAnswer rebound = RawClient.of(
                            relay.server().ollamaUrl().orElseThrow().getPort())
                    .write("GET /api/tags HTTP/1.1\r\nhost: evil.example\r\n\r\n")
                    .answer();

            assertThat(page.statusCode()).isEqualTo(403);
            assertThat(json(page).path("error").stringValue()).contains("evil.example");
            assertThat(rebound.status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({"evil.example, https://chat.example", "relay.example, https://chat.example"})
    void openListenerIsClosedToWhatTheOtherOneAllows(String host, String origin) throws Exception {
        try (RunningRelay relay = start(
                "ollama.require_bearer_auth", "false",
                "security.allowed_hosts", "relay.example",
                "security.allowed_origins", "https://chat.example")) {
            HttpResponse<String> page = send(relay, "POST", "/api/chat", HELLO, "origin", origin);
            RawAnswer rebound = RawClient.of(
                            relay.server().ollamaUrl().orElseThrow().getPort())
                    .write("GET /api/tags HTTP/1.1\r\nhost: " + host + "\r\n\r\n")
                    .answer();

            assertThat(page.statusCode()).isEqualTo(403);
            assertThat(page.headers().firstValue("access-control-allow-origin")).isEmpty();
            assertThat(rebound.status()).isEqualTo(403);
            assertThat(relay.send("GET", "/v1/models", "", "origin", origin).status())
                    .isNotEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            previous_response_id | {"model": "gpt-5.5", "input": "continue", "previous_response_id": "%1$s"}
            previous_response_id | {"model": "gpt-5.5", "messages": [], "previous_response_id": "%1$s"}
            conversation         | {"model": "gpt-5.5", "input": "continue", "conversation": "%2$s"}
            conversation         | {"model": "gpt-5.5", "messages": [{"role": "user", "content": "continue"}], "conversation": "%2$s"}
            conversation         | {"model": "gpt-5.5", "input": "continue", "conversation": {"id": "%2$s"}}
            input                | {"model": "gpt-5.5", "input": "continue"}
            input                | {"model": "gpt-5.5", "input": [{"type": "item_reference", "id": "msg_1"}]}
            messages             | {"model": "gpt-5.5", "messages": [{"role": "user", "content": [{"type": "file", "file": {"file_id": "%3$s"}}]}]}
            messages             | {"model": "gpt-5.5", "messages": [{"role": "user", "content": [{"type": "input_file", "file_id": "%3$s"}]}]}""")
    void storedDataIsOutOfReach(String param, String body) throws Exception {
        try (RunningRelay relay = start("ollama.require_bearer_auth", "false")) {
            String response =
                    Generation.RESPONSE.ask(relay, "a secret").json().path("id").stringValue();
            String conversation =
                    relay.post("/v1/conversations", "{}").json().path("id").stringValue();
            byte[] content = "a secret".getBytes(StandardCharsets.US_ASCII);
            String file = relay.upload(
                            "/v1/files",
                            new FormBody().field("purpose", "user_data").file("file", "a.txt", "text/plain", content))
                    .json()
                    .path("id")
                    .stringValue();
            relay.emulator().clearRequests();

            HttpResponse<String> answer =
                    send(relay, "POST", "/v1/chat/completions", body.formatted(response, conversation, file));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(json(answer).at("/error/param").stringValue()).isEqualTo(param);
            assertThat(json(answer).at("/error/message").stringValue()).contains("at this address");
            assertThat(relay.emulator().requests("/responses")).isEmpty();
        }
    }

    @Test
    void limitsAreItsOwn() throws Exception {
        try (RunningRelay relay = start(
                "ollama.require_bearer_auth", "false",
                "ollama.rate_limit_per_minute", "1",
                "ollama.rate_limit_burst", "1")) {
            assertThat(send(relay, "GET", "/api/version", "").statusCode()).isEqualTo(200);
            HttpResponse<String> second = send(relay, "GET", "/api/version", "");

            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(json(second).path("error").stringValue()).contains("ollama.rate_limit_per_minute");
            assertThat(relay.get("/api/version").status()).isEqualTo(200);
        }
    }

    @Test
    void statusShowsIt() {
        try (RunningRelay relay = start()) {
            URI url = relay.server().ollamaUrl().orElseThrow();

            assertThat(relay.get("/v1/relay/status")
                            .json()
                            .at("/relay/ollama_url")
                            .stringValue())
                    .isEqualTo(url.toString())
                    .startsWith("http://127.0.0.1:");
        }
    }

    @Test
    void openListenerThatOtherMachinesReachStopsTheStart() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> start("ollama.require_bearer_auth", "false", "ollama.host", "0.0.0.0"))
                .withMessageContaining("ollama.require_bearer_auth must be true while ollama.host is 0.0.0.0");
    }

    @Test
    void takenPortIsAClearErrorAndLeavesNothingRunning() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());

            assertThatExceptionOfType(ListenException.class)
                    .isThrownBy(() -> start("ollama.port", port))
                    .withMessageContaining("127.0.0.1:" + port + " for Ollama's clients: the port is already in use")
                    .withMessageContaining("ollama.port");
        }
        // The store is free again, so the failed start has let go of it.
        try (RunningRelay relay = start()) {
            assertThat(relay.server().ollamaUrl()).isPresent();
        }
    }

    @Test
    void stopLetsItsAnswersEnd() throws Exception {
        try (RunningRelay relay = start("ollama.require_bearer_auth", "false")) {
            RawClient client =
                    RawClient.of(relay.server().ollamaUrl().orElseThrow().getPort());
            String body = HELLO.replace("\"stream\": false, ", "")
                    .replace("hello", "hello [[emulate: text words=50, pace millis=5]]");
            client.write("POST /api/chat HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                    + "content-length: " + body.length() + "\r\n\r\n" + body);
            client.readUntil("\"done\":false");

            relay.server().stop();

            assertThat(client.readUntil("\"done\":true")).isNotNull();
            assertThat(Optional.of(relay.server().outcome())).contains(ExitStatus.OK);
        }
    }
}
