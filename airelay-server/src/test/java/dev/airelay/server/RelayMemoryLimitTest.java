package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.testsupport.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that want more memory than there is for them. */
@Timeout(60)
class RelayMemoryLimitTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path dataDir;

    @Test
    void bodiesBeyondTheBudgetGetRetryAfterAndTheOthersContinue() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.max_buffered_bytes", String.valueOf(MIB))) {
            String head = RawClient.head(
                    "POST /v1/responses HTTP/1.1", "content-type: application/json", "content-length: " + 800_000);
            String body = Generation.RESPONSE.body("hello");
            RawClient first = siege.attacker().write(head + body);
            first.write(" ".repeat(700_000 - body.length()));
            Eventually.await(
                    "memory in use", () -> siege.relay().server().memory().taken() == 700_000);

            RawClient second = siege.attacker().write(head + " ".repeat(799_999));
            RawAnswer refused = second.answer();
            first.write(" ".repeat(100_000));

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("request_memory_exhausted", "server.max_buffered_bytes");
            assertThat(refused.header("retry-after")).hasValue("1");
            assertThat(first.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void countsFileOncePerReference() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.max_buffered_bytes", String.valueOf(MIB))) {
            String form = String.join(
                    "\r\n",
                    "--b",
                    "content-disposition: form-data; name=\"purpose\"",
                    "",
                    "user_data",
                    "--b",
                    "content-disposition: form-data; name=\"file\"; filename=\"a.txt\"",
                    "",
                    "x".repeat(100_000),
                    "--b--",
                    "");
            RawAnswer stored = siege.attacker()
                    .write(RawClient.head(
                                    "POST /v1/files HTTP/1.1",
                                    "content-type: multipart/form-data; boundary=b",
                                    "content-length: " + form.length())
                            + form)
                    .answer();
            assertThat(stored.status()).as(stored.body()).isEqualTo(200);
            String id = stored.body().replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1");

            assertThat(withReferences(siege, id, 1).status()).isEqualTo(200);
            RawAnswer refused = withReferences(siege, id, 20);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("out_of_memory");
        }
    }

    private static RawAnswer withReferences(AbuseTest siege, String id, int count) {
        String part = "{\"type\":\"input_file\",\"file_id\":\"" + id + "\"}";
        String content = String.join(",", Collections.nCopies(count, part));
        String body = "{\"model\":\"gpt-5.5\",\"input\":[{\"role\":\"user\",\"content\":[" + content + "]}]}";
        return siege.attacker().write(RawClient.post("/v1/responses", body)).answer();
    }

    @Test
    void bodyLargerThanTheWholeBudgetIsTooLarge() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.max_buffered_bytes", String.valueOf(MIB))) {
            RawAnswer answer = siege.attacker()
                    .write(RawClient.head(
                            "POST /v1/responses HTTP/1.1",
                            "content-type: application/json",
                            "content-length: " + (MIB + 1)))
                    .answer();

            assertThat(answer.status()).isEqualTo(413);
        }
    }

    @Test
    void oneRequestWithoutMemoryDoesNotTakeTheRelayDown() throws Exception {
        AtomicBoolean exhausted = new AtomicBoolean(true);
        Credentials credentials = new Credentials(Emulator.accessToken(), Emulator.accountId());
        CredentialSource source = () -> {
            if (exhausted.getAndSet(false)) {
                throw new OutOfMemoryError("Java heap space");
            }
            return CompletableFuture.completedFuture(credentials);
        };
        try (Emulator emulator = Emulator.start(EmulatorOptions.defaults())) {
            LoadedConfig loaded = ConfigLoader.load(ConfigSources.of(
                    Map.of(),
                    Map.of(
                            "server.port", "0",
                            "models.cache_ttl_seconds", "0",
                            "upstream.retry_attempts", "0",
                            "upstream.request_timeout_seconds", "5",
                            "upstream.base_url", emulator.baseUrl().toString()),
                    dataDir));
            try (RelayServer server = RelayServer.builder()
                    .config(loaded)
                    .token(RelayTokenSource.fixed(RelayToken.of(RunningRelay.TOKEN, RelayToken.Source.MEMORY)))
                    .session(source)
                    .start()) {
                assertThat(ask(server).statusCode()).isBetween(500, 504);
                assertThat(ask(server).statusCode()).isEqualTo(200);
                // The client has its answer a moment before the slot is free.
                Eventually.await("requests ended", () -> server.admissions().activeRequests() == 0);
            }
        }
    }

    private static HttpResponse<String> ask(RelayServer server) throws Exception {
        Generation generation = Generation.RESPONSE;
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + generation.path()))
                .header("authorization", "Bearer " + RunningRelay.TOKEN)
                .header("content-type", "application/json")
                .timeout(RunningRelay.LIMIT)
                .POST(BodyPublishers.ofString(generation.body("hello")))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
