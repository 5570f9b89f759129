package dev.airelay.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airelay.config.ConfigException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A relay with a certificate of its owner's. */
@Timeout(60)
class RelayTlsTest {

    @TempDir
    Path dataDir;

    private TestCertificate certificate;
    private RunningRelay relay;
    private SSLContext trust;

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.make(dataDir);
        relay = RunningRelay.start(
                dataDir,
                Map.of(
                        "server.tls_certificate_file", certificate.chainFile().toString(),
                        "server.tls_private_key_file", certificate.keyFile().toString(),
                        "server.header_timeout_seconds", "5"));
        trust = certificate.trust();
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private HttpResponse<String> ask(Generation generation) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + relay.port() + generation.path()))
                .header("authorization", "Bearer " + RunningRelay.TOKEN)
                .header("content-type", "application/json")
                .timeout(RunningRelay.LIMIT)
                .POST(BodyPublishers.ofString(generation.body("hello")))
                .build();
        return HttpClient.newBuilder().sslContext(trust).build().send(request, BodyHandlers.ofString());
    }

    @Test
    void baseUrlSaysSo() {
        assertThat(relay.clientBaseUrl()).hasToString("https://127.0.0.1:" + relay.port() + "/v1");
    }

    @Test
    void answersAndStreamsComeEncrypted() throws Exception {
        assertThat(ask(Generation.RESPONSE).body()).contains("completed");
        assertThat(ask(Generation.CHAT_STREAM).body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void clientThatDoesNotSpeakTlsIsCutOff() throws Exception {
        try (RawClient plain = RawClient.of(relay)) {
            String answer = plain.write(RawClient.head("GET /healthz HTTP/1.1")).rest();

            assertThat(answer).doesNotContain("HTTP/1.1");
        }
        assertThat(ask(Generation.RESPONSE).statusCode()).isEqualTo(200);
    }

    @Test
    void handshakeThatNeverComesIsNotWaitedFor(@TempDir Path other) throws Exception {
        try (RunningRelay hasty = RunningRelay.start(
                        other,
                        Map.of(
                                "server.tls_certificate_file",
                                        certificate.chainFile().toString(),
                                "server.tls_private_key_file",
                                        certificate.keyFile().toString(),
                                "server.header_timeout_seconds", "0.3"));
                RawClient silent = RawClient.of(hasty)) {
            assertThat(silent.rest()).isEmpty();
        }
    }

    @Test
    void refusedClientReadsItsAnswerAndAProperEnd() throws Exception {
        try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("localhost", relay.port())) {
            socket.setSoTimeout((int) RunningRelay.LIMIT.toMillis());
            socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(US_ASCII));
            socket.getOutputStream().flush();

            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed_request");
        }
    }

    @Test
    void keyThatDoesNotMatchPreventsTheStart(@TempDir Path other) throws Exception {
        TestCertificate another = TestCertificate.make(other);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> RunningRelay.start(
                        other,
                        Map.of(
                                "server.tls_certificate_file",
                                certificate.chainFile().toString(),
                                "server.tls_private_key_file",
                                another.keyFile().toString())))
                .withMessageContaining("server.tls_private_key_file: cannot be used: " + another.keyFile())
                .satisfies(wrong -> assertThat(ExitStatus.of(wrong)).isEqualTo(ExitStatus.CONFIG));
    }

    /** A certificate for this run, which is its own authority. */
    private record TestCertificate(Path chainFile, Path keyFile, KeyStore authority) {

        private static final String PASSWORD = "changeit";

        static TestCertificate make(Path directory) throws Exception {
            KeyStore keys = TlsUpstream.keys(directory.resolve("listener.p12"));
            Path chain = directory.resolve("chain.pem");
            Path key = directory.resolve("key.pem");
            Files.writeString(
                    chain, TlsUpstream.pem(keys.getCertificate("server").getEncoded()));
            byte[] secret = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
            Files.writeString(
                    key,
                    "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(secret)
                            + "\n-----END PRIVATE KEY-----\n");
            KeyStore authority = KeyStore.getInstance(KeyStore.getDefaultType());
            authority.load(null, null);
            authority.setCertificateEntry("server", keys.getCertificate("server"));
            return new TestCertificate(chain, key, authority);
        }

        SSLContext trust() throws Exception {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authority);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        }
    }
}
