package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.Certificates;
import dev.airelay.backend.connect.Outbound;
import dev.airelay.backend.connect.ProxyRules;
import dev.airelay.backend.connect.RawUpstream;
import dev.airelay.backend.connect.Sse;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Encrypted upstreams: who is trusted, who is not, and what the handshake shows. */
class TlsWireTest {

    private final MockWebServer upstream = new MockWebServer();

    @AfterEach
    void stop() {
        upstream.close();
    }

    private void serve(String certifiedName) throws Exception {
        upstream.useHttps(Certificates.server(Certificates.leaf(certifiedName)).getSocketFactory());
        upstream.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        upstream.start(InetAddress.getByName("127.0.0.1"), 0);
        for (int i = 0; i < 2; i++) {
            upstream.enqueue(new MockResponse.Builder()
                    .setHeader("content-type", "text/event-stream")
                    .body(Sse.stream(Sse.CREATED, Sse.DELTA, Sse.COMPLETED))
                    .build());
        }
    }

    private Rig trustingRig() {
        return Rig.through(
                Rig.options("https", "localhost", upstream.getPort()),
                new Outbound(ProxyRules.none(), () -> List.of(Certificates.authority())));
    }

    @Test
    void trustedUpstreamIsSpokenToOverOneConnectionInHttp11() throws Exception {
        serve("localhost");
        try (Rig rig = trustingRig()) {
            for (int i = 0; i < 2; i++) {
                RecordingSink sink = new RecordingSink();
                rig.open(sink);
                assertThat(sink.toTheEnd()).endsWith("response.output_text.delta", "response.completed", COMPLETE);

                RecordedRequest seen = upstream.takeRequest(5, SECONDS);
                assertThat(seen.getVersion()).isEqualTo("HTTP/1.1");
                assertThat(seen.getConnectionIndex()).isZero();
            }
        }
    }

    @Test
    void certificateForAnotherHostIsRefused() throws Exception {
        serve("other.example");
        try (Rig rig = trustingRig()) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);

            isUntrusted(sink.awaitFailure());
        }
    }

    @Test
    void certificateOfAnUnknownAuthorityIsRefused() throws Exception {
        serve("localhost");
        try (Rig rig = Rig.of(Rig.options("https", "localhost", upstream.getPort()))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);

            isUntrusted(sink.awaitFailure());
        }
    }

    @Test
    void unusableAuthoritiesAreTheReasonThatCallersGet() throws Exception {
        serve("localhost");
        Supplier<List<X509Certificate>> unusable = () -> {
            throw new IllegalStateException("upstream.ca_file cannot be used");
        };
        try (Rig rig = Rig.through(
                Rig.options("https", "localhost", upstream.getPort()), new Outbound(ProxyRules.none(), unusable))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);

            UpstreamFailure failure = sink.awaitFailure();
            assertThat(failure.error().code()).isEqualTo("upstream_certificate");
            assertThat(failure.error().message()).endsWith("upstream.ca_file cannot be used.");
        }
        assertThat(upstream.getRequestCount()).isZero();
    }

    private void isUntrusted(UpstreamFailure failure) {
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().code()).isEqualTo("upstream_certificate");
        assertThat(failure.error().message())
                .contains("localhost:" + upstream.getPort())
                .contains("certificate");
    }

    @Test
    void upstreamThatSpeaksNoTlsIsUnreachable() throws Exception {
        try (RawUpstream plain = new RawUpstream();
                Rig rig = Rig.of(Rig.options(
                        "https", "127.0.0.1", plain.options().baseUrl().getPort()))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            plain.accept().write("HTTP/1.1 400 Bad Request\r\n\r\n");

            UpstreamFailure failure = sink.awaitFailure();
            assertThat(failure.error().code()).isEqualTo("upstream_unreachable");
            assertThat(failure.error().message()).contains("TLS");
        }
    }
}
