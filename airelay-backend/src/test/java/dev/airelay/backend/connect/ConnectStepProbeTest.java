package dev.airelay.backend.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.call.Rig;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A probe without a proxy; the way through proxies is tested where their failures are. */
class ConnectStepProbeTest {

    private static final Outbound TRUSTING = new Outbound(ProxyRules.none(), () -> List.of(Certificates.authority()));

    private final MockWebServer server = new MockWebServer();
    private Rig rig;

    @BeforeEach
    void start() {
        rig = Rig.of(Rig.options("http", "127.0.0.1", 1));
    }

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    private void serve(boolean tls, String certified, MockResponse answer) throws Exception {
        if (tls) {
            server.useHttps(Certificates.server(Certificates.leaf(certified)).getSocketFactory());
        }
        server.enqueue(answer);
        server.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    private List<ConnectStepResult> probe(Outbound outbound, String url) throws Exception {
        BackendOptions options = Rig.options("http", "127.0.0.1", 1);
        return Rig.get(new ConnectStepProbe(options, outbound, Runnable::run).run(rig.loop, URI.create(url)));
    }

    private static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).body("{}").build();
    }

    private static ConnectStepResult last(List<ConnectStepResult> hops) {
        assertThat(hops.subList(0, hops.size() - 1)).allMatch(ConnectStepResult::ok);
        ConnectStepResult last = hops.get(hops.size() - 1);
        assertThat(last.ok()).isEqualTo(last.remedy().isEmpty());
        return last;
    }

    @Test
    void unusableAuthoritiesAreAFailureOfTls() throws Exception {
        serve(true, "localhost", status(200));
        Outbound unusable = new Outbound(ProxyRules.none(), () -> {
            throw new IllegalStateException("upstream.ca_file cannot be used");
        });

        ConnectStepResult last = last(probe(unusable, "https://localhost:" + server.getPort() + "/"));

        assertThat(last.hop()).isEqualTo(ConnectStep.TLS);
        assertThat(last.detail()).isEqualTo("upstream.ca_file cannot be used");
        assertThat(last.remedy().orElseThrow()).startsWith("Correct the file of CA certificates");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 404, 405})
    void anyAnswerOfTheServersOwnIsGood(int code) throws Exception {
        serve(true, "localhost", status(code));

        List<ConnectStepResult> hops =
                probe(TRUSTING, "https://localhost:" + server.getPort() + "/backend-api/codex/models");

        assertThat(hops)
                .extracting(ConnectStepResult::hop)
                .containsExactly(ConnectStep.DNS, ConnectStep.TCP, ConnectStep.TLS, ConnectStep.HTTP);
        assertThat(last(hops).ok()).isTrue();
        assertThat(last(hops).detail()).contains(String.valueOf(code));
        assertThat(server.takeRequest().getHeaders().get("authorization")).isNull();
    }

    @Test
    void nameThatIsNotFoundFailsFirst() throws Exception {
        ConnectStepResult last = last(probe(Outbound.direct(), "http://" + "x".repeat(70) + ".invalid/"));

        assertThat(last.hop()).isEqualTo(ConnectStep.DNS);
        assertThat(last.ok()).isFalse();
        assertThat(last.remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("HTTPS_PROXY"));
    }

    @Test
    void portThatIsClosedFailsAfterTheName() throws Exception {
        int port;
        try (RawUpstream gone = new RawUpstream()) {
            port = gone.options().baseUrl().getPort();
        }

        ConnectStepResult last = last(probe(Outbound.direct(), "http://127.0.0.1:" + port));

        assertThat(last.hop()).isEqualTo(ConnectStep.TCP);
        assertThat(last.detail()).contains("refused");
    }

    @Test
    void authorityThatIsNotTrustedIsNamed() throws Exception {
        serve(true, "localhost", status(200));

        ConnectStepResult last = last(probe(Outbound.direct(), "https://localhost:" + server.getPort()));

        assertThat(last.hop()).isEqualTo(ConnectStep.TLS);
        assertThat(last.detail()).contains("authority that is not trusted");
        assertThat(last.remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("upstream.ca_file"));
    }

    @Test
    void certificateForAnotherHostIsNamed() throws Exception {
        serve(true, "other.example", status(200));

        ConnectStepResult last = last(probe(TRUSTING, "https://localhost:" + server.getPort()));

        assertThat(last.hop()).isEqualTo(ConnectStep.TLS);
        assertThat(last.detail()).contains("not valid for this host");
    }

    @ParameterizedTest
    @CsvSource({
        "403,text/html; charset=UTF-8,x-other,Cloudflare",
        "503,text/html,cf-mitigated,Cloudflare",
        "503,application/json,x-other,reported an error",
        "302,text/plain,x-other,redirect"
    })
    void answerThatIsNotTheServersOwnIsNamed(int code, String type, String header, String words) throws Exception {
        MockResponse answer = new MockResponse.Builder()
                .code(code)
                .setHeader("content-type", type)
                .setHeader(header, "challenge")
                .body("<html>" + "x".repeat(20_000))
                .build();
        serve(false, "", answer);

        ConnectStepResult last = last(probe(Outbound.direct(), "http://127.0.0.1:" + server.getPort()));

        assertThat(last.hop()).isEqualTo(ConnectStep.HTTP);
        assertThat(last.ok()).isFalse();
        assertThat(last.detail()).contains(words).contains(String.valueOf(code));
    }

    @Test
    void serverThatSaysNothingFailsLast() throws Exception {
        try (RawUpstream silent = new RawUpstream()) {
            BackendOptions impatient = silent.options()
                    .withTimeouts(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofSeconds(1));
            ConnectStepResult last = last(Rig.get(new ConnectStepProbe(impatient, Outbound.direct(), Runnable::run)
                    .run(rig.loop, impatient.baseUrl())));

            assertThat(last.hop()).isEqualTo(ConnectStep.HTTP);
            assertThat(last.ok()).isFalse();
        }
    }
}
