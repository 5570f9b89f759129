package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A whole relay on a free port with an emulator behind it, and a client that checks every answer. */
final class RunningRelay implements AutoCloseable {
    /** How long a test waits for what must happen; reaching it fails the test. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    static final String CHAT = "/v1/chat/completions";
    static final String RESPONSES = "/v1/responses";
    static final String COMPLETIONS = "/v1/completions";
    static final String OLLAMA_CHAT = "/api/chat";
    static final String OLLAMA_GENERATE = "/api/generate";
    static final String IMAGES = "/v1/images/generations";
    static final String IMAGE_EDITS = "/v1/images/edits";
    static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    static final String MESSAGES = "/v1/messages";
    static final String TOKEN = "relay-token-of-the-tests";

    private final Emulator emulator;
    private final RelayServer server;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    private RunningRelay(
            Path dataDir,
            EmulatorOptions options,
            Map<String, String> settings,
            UnaryOperator<RelayServer.Builder> more) {
        emulator = Emulator.start(options);
        Map<String, String> flags = new HashMap<>(settings);
        flags.put("server.port", "0");
        flags.put("paths.data_dir", dataDir.toString());
        // A test sees the first failure and the requests it makes itself, unless it asks for more.
        flags.putIfAbsent("upstream.retry_attempts", "0");
        flags.putIfAbsent("upstream.limit_cache_seconds", "0");
        flags.putIfAbsent("models.cache_ttl_seconds", "0");
        // Tests are quicker than people. What the limits do is tested where they are set.
        flags.putIfAbsent("security.rate_limit_per_minute", "1000000");
        flags.putIfAbsent("security.rate_limit_burst", "1000000");
        flags.putIfAbsent("security.concurrent_requests_per_ip", "1000");
        flags.putIfAbsent("ollama.rate_limit_per_minute", "1000000");
        flags.putIfAbsent("ollama.rate_limit_burst", "1000000");
        flags.putIfAbsent("ollama.concurrent_requests_per_ip", "1000");
        flags.putIfAbsent("security.failed_auth_max_attempts", "10000");
        flags.putIfAbsent("upstream.base_url", emulator.baseUrl().toString());
        server = more.apply(RelayServer.builder())
                .config(ConfigLoader.load(ConfigSources.of(Map.of(), flags, dataDir)))
                .token(RelayTokenSource.fixed(RelayToken.of(TOKEN, RelayToken.Source.MEMORY)))
                .session(new StaticCredentials(new Credentials(Emulator.accessToken(), Emulator.accountId())))
                .start();
    }

    /** A relay with default settings. */
    static RunningRelay start(Path dataDir) {
        return start(dataDir, Map.of());
    }

    /** A relay with settings by key. */
    static RunningRelay start(Path dataDir, Map<String, String> settings) {
        return new RunningRelay(dataDir, EmulatorOptions.defaults(), settings, UnaryOperator.identity());
    }

    /** A relay with settings by key, and with dialects from outside. */
    static RunningRelay start(Path dataDir, Map<String, String> settings, UnaryOperator<RelayServer.Builder> more) {
        return new RunningRelay(dataDir, EmulatorOptions.defaults(), settings, more);
    }

    /** A relay with settings by key, and an upstream with options. */
    static RunningRelay start(Path dataDir, Map<String, String> settings, EmulatorOptions options) {
        return new RunningRelay(dataDir, options, settings, UnaryOperator.identity());
    }

    RelayServer server() {
        return server;
    }

    Emulator emulator() {
        return emulator;
    }

    int port() {
        return server.port();
    }

    URI clientBaseUrl() {
        return server.clientBaseUrl();
    }

    /** Scripts the upstream's answer to the next generation. */
    RunningRelay script(String script) {
        emulator.script(script);
        return this;
    }

    /**
     * The next request that the upstream got and no test has looked at. Not the look-up of where requests belong, which the
     * first request of a relay causes.
     */
    RecordedRequest upstreamRequest() {
        RecordedRequest next = emulator.awaitRequest(LIMIT);
        return isLookUp(next) ? upstreamRequest() : next;
    }

    /** Returns whether the request asks where requests of the account belong. */
    static boolean isLookUp(RecordedRequest request) {
        return request.path().endsWith("/wham/accounts/check");
    }

    WireAnswer get(String path) {
        return send("GET", path, "");
    }

    WireAnswer post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    WireAnswer chat(String json) {
        return post(CHAT, json);
    }

    WireAnswer responses(String json) {
        return post(RESPONSES, json);
    }

    /** Sends a form to a route that receives files. */
    WireAnswer upload(String path, FormBody form) {
        return post(path, form.bytes(), "content-type", FormBody.CONTENT_TYPE);
    }

    /** Sends a JSON body in some coding. */
    WireAnswer post(String path, byte[] body, String... headers) {
        return send(HttpRequest.newBuilder(request("POST", path, "{}", headers), (name, value) -> true)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    /** Sends a request with the relay token; headers of the same name replace it. */
    WireAnswer send(String method, String path, String body, String... headers) {
        return send(request(method, path, body, headers));
    }

    private WireAnswer send(HttpRequest request) {
        String method = request.method();
        String path = request.uri().getPath();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            WireAnswer answer = new WireAnswer(response.statusCode(), response.headers(), response.body());
            assertThat(answer.header("x-request-id").orElse("")).matches("req_.+");
            SchemaCheck.check(method, path, answer);
            return answer;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Sends a request and returns as soon as the head of the answer is there. Closing the stream breaks off. */
    InputStream open(String path, String json) {
        try {
            return http.send(request("POST", path, json), BodyHandlers.ofInputStream())
                    .body();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    HttpRequest request(String method, String path, String body, String... headers) {
        return request(method, path, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body), headers);
    }

    private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(LIMIT)
                .setHeader("authorization", "Bearer " + TOKEN)
                .method(method, body);
        if (body.contentLength() != 0) {
            request.setHeader("content-type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    /** Clears the upstream's scripts and recorded requests. */
    void reset() {
        emulator.clearScripts();
        emulator.clearRequests();
    }

    @Override
    public void close() {
        server.close();
        emulator.close();
    }
}
