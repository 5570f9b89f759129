package dev.airelay.bench;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.server.RelayServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** An emulated upstream and a relay in front of it, both in this process, and a client for each. */
final class RunningPair implements AutoCloseable {
    private static final String TOKEN = "relay-token-of-the-bench";

    private final Emulator emulator = Emulator.start(EmulatorOptions.defaults().withRecordedRequests(1));
    private final RelayServer relay;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningPair(Path directory) {
        Map<String, String> settings = Map.of(
                "server.port", "0",
                "server.max_body_bytes", "268435456",
                "paths.data_dir", directory.toString(),
                "security.rate_limit_per_minute", "1000000",
                "security.rate_limit_burst", "1000000",
                "upstream.base_url", emulator.baseUrl().toString());
        relay = RelayServer.builder()
                .config(ConfigLoader.load(ConfigSources.of(Map.of(), settings, directory)))
                .token(RelayTokenSource.fixed(RelayToken.of(TOKEN, RelayToken.Source.MEMORY)))
                .session(new StaticCredentials(new Credentials(Emulator.accessToken(), Emulator.accountId())))
                .start();
    }

    /** Calls the relay and returns the length of the response. */
    long relayed(String path, byte[] body) {
        return post(URI.create("http://127.0.0.1:" + relay.port() + path), body, TOKEN);
    }

    /** Calls the upstream directly, as the relay would. */
    long direct(byte[] body) {
        return post(URI.create(emulator.baseUrl() + "/responses"), body, Emulator.accessToken());
    }

    private long post(URI target, byte[] body, String token) {
        HttpRequest request = HttpRequest.newBuilder(target)
                .header("authorization", "Bearer " + token)
                .header("chatgpt-account-id", Emulator.accountId())
                .header("content-type", "application/json")
                .header("accept", "text/event-stream")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(target + " answered " + response.statusCode() + ": "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body().length;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + target, interrupted);
        }
    }

    @Override
    public void close() {
        relay.close();
        emulator.close();
    }
}
