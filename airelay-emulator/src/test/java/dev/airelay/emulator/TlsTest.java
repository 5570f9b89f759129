package dev.airelay.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.emulator.http.WireClient;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with the emulator's own authority, judged by the JDK's client with its usual checks of certificate and name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private Emulator emulator;

    @BeforeAll
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults().withTls());
    }

    @AfterAll
    void stop() {
        Path authority = emulator.authority().orElseThrow();
        assertThat(authority).exists();
        emulator.close();
        assertThat(authority.getParent()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void clientThatTrustsTheAuthorityIsServed(String host) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
        URI models =
                URI.create(emulator.baseUrl().toString().replace("127.0.0.1", host) + "/models?client_version=0.171.0");

        assertThat(models.getScheme()).isEqualTo("https");
        assertThat(client.send(withCredentials(models), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void clientThatDoesNotTrustTheAuthorityRefuses() {
        HttpClient client = HttpClient.newHttpClient();

        assertThatThrownBy(() -> client.send(withCredentials(emulator.baseUrl()), BodyHandlers.ofString()))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void webSocketIsServedOverTls() throws Exception {
        WebSocket socket = HttpClient.newBuilder()
                .sslContext(trusting())
                .build()
                .newWebSocketBuilder()
                .header("authorization", "Bearer " + Emulator.accessToken())
                .header("chatgpt-account-id", Emulator.accountId())
                .buildAsync(
                        URI.create("wss://localhost:" + emulator.port() + "/backend-api/codex/responses"),
                        new WebSocket.Listener() {})
                .get();

        assertThat(socket.isOutputClosed()).isFalse();
        socket.abort();
    }

    @Test
    void plainConnectionsAreServedAtTheSamePort() throws Exception {
        URI plain = URI.create("http://127.0.0.1:" + emulator.port() + "/__emulator/health");

        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString())
                        .body())
                .contains("\"status\":\"ok\"");
    }

    @Test
    void withoutTlsThereIsNoAuthority() {
        try (Emulator plain = Emulator.start(EmulatorOptions.defaults())) {
            assertThat(plain.authority()).isEmpty();
            assertThat(plain.baseUrl()).hasScheme("http");
            assertThat(new WireClient(plain)
                            .get("/models?client_version=0.171.0")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static HttpRequest withCredentials(URI target) {
        return HttpRequest.newBuilder(target)
                .setHeader("authorization", "Bearer " + Emulator.accessToken())
                .setHeader("chatgpt-account-id", Emulator.accountId())
                .build();
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private Certificate authority() throws Exception {
        try (InputStream in = Files.newInputStream(emulator.authority().orElseThrow())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
