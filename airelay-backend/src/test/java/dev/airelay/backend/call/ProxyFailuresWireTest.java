package dev.airelay.backend.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.issuer.IssuerRequest;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.ConnectStepProbe;
import dev.airelay.backend.connect.ConnectStepResult;
import dev.airelay.backend.connect.NettyIssuerTransport;
import dev.airelay.backend.connect.Outbound;
import dev.airelay.backend.connect.ProxyRules;
import dev.airelay.backend.connect.ProxyServer;
import dev.airelay.backend.connect.ProxyServer.Kind;
import dev.airelay.backend.connect.RawUpstream;
import dev.airelay.backend.connect.TestProxy;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The error when a connection fails at the proxy: alike on each path, and never with the password. */
class ProxyFailuresWireTest {

    private static final ProxyServer.Login RIGHT = new ProxyServer.Login("someone", "right-password");
    private static final ProxyServer.Login WRONG = new ProxyServer.Login("someone", "wrong-password");

    private static void fails(ProxyServer proxy, String host, String code, String words) throws Exception {
        BackendOptions options = Rig.options("http", host, 81);
        Outbound outbound = new Outbound(ProxyRules.always(proxy), List::of);
        try (Rig rig = Rig.through(options, outbound)) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            UpstreamFailure inference = sink.awaitFailure();
            UpstreamFailure models = Rig.failureOf(rig.client.models(rig.loop)).failure();
            ConnectException issuer = catchThrowableOfType(
                    ConnectException.class,
                    () -> new NettyIssuerTransport(rig.group, options, outbound, Runnable::run)
                            .send(new IssuerRequest(
                                    URI.create("http://" + host + ":81/oauth/token"),
                                    "application/json",
                                    "{}".getBytes(UTF_8),
                                    Duration.ofSeconds(10))));
            List<ConnectStepResult> hops = Rig.get(new ConnectStepProbe(options, outbound, Runnable::run)
                    .run(rig.loop, URI.create("http://" + host + ":81/")));

            assertThat(inference.status()).isEqualTo(502);
            assertThat(inference.error().code()).isEqualTo(code);
            assertThat(inference.error().message())
                    .contains(words)
                    .contains(proxy.toString())
                    .doesNotContain("password");
            assertThat(models).isEqualTo(inference);
            assertThat(issuer).hasMessage(inference.error().message());
            ConnectStepResult last = hops.get(hops.size() - 1);
            assertThat(last.ok()).isFalse();
            assertThat(last.detail() + " " + last.remedy().orElse(""))
                    .isEqualTo(inference.error().message());
        }
    }

    @ParameterizedTest
    @EnumSource
    void proxyThatIsNotThereIsUnreachable(Kind kind) throws Exception {
        int port;
        try (RawUpstream gone = new RawUpstream()) {
            port = gone.options().baseUrl().getPort();
        }

        fails(
                new ProxyServer(kind, "127.0.0.1", port, Optional.of(WRONG)),
                "upstream.test",
                "proxy_unreachable",
                "refused");
    }

    @ParameterizedTest
    @CsvSource({"HTTP,407", "SOCKS5,authentication"})
    void proxyThatWantsCredentialsSaysSo(Kind kind, String words) throws Exception {
        try (TestProxy proxy = new TestProxy(kind, Optional.of(RIGHT), null)) {
            String code = "proxy_auth_required";
            ProxyServer without = proxy.address(Optional.empty());
            assertWantsCredentials(without, code, words);
            assertThat(proxy.targets()).isEmpty();
        }
    }

    private static void assertWantsCredentials(ProxyServer proxy, String code, String words) throws Exception {
        BackendOptions options = Rig.options("http", "upstream.test", 81);
        try (Rig rig = Rig.through(options, new Outbound(ProxyRules.always(proxy), List::of))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            UpstreamFailure failure = sink.awaitFailure();

            assertThat(failure.error().code()).isEqualTo(code);
            assertThat(failure.error().message())
                    .contains("requires a user name and password")
                    .contains(words);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "SOCKS5"})
    void wrongCredentialsDifferFromMissingOnes(Kind kind) throws Exception {
        try (TestProxy proxy = new TestProxy(kind, Optional.of(RIGHT), null);
                Rig rig = Rig.through(
                        Rig.options("http", "upstream.test", 81),
                        new Outbound(ProxyRules.always(proxy.address(Optional.of(WRONG))), List::of))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            UpstreamFailure failure = sink.awaitFailure();

            assertThat(failure.error().code()).isEqualTo("proxy_auth_required");
            assertThat(failure.error().message())
                    .contains("rejected")
                    .doesNotContain(WRONG.user())
                    .doesNotContain(WRONG.password());
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP,403", "SOCKS5,SOCKS code 2"})
    void proxyThatRefusesTheTargetIsQuoted(Kind kind, String words) throws Exception {
        try (TestProxy proxy = new TestProxy(kind, Optional.empty(), null)) {
            fails(proxy.address(Optional.empty()), TestProxy.REFUSED_NAME, "proxy_refused", words);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP,502", "SOCKS5,SOCKS code 4"})
    void proxyThatCannotReachTheUpstreamIsNotBlamed(Kind kind, String words) throws Exception {
        try (TestProxy proxy = new TestProxy(kind, Optional.empty(), null)) {
            fails(proxy.address(Optional.empty()), "elsewhere.example", "proxy_upstream_unreachable", words);
        }
    }

    @Test
    void proxyOfAnotherKindIsRecognized() throws Exception {
        try (TestProxy proxy = new TestProxy(Kind.HTTP, Optional.empty(), null)) {
            int port = proxy.address(Optional.empty()).port();
            fails(
                    new ProxyServer(Kind.HTTPS, "localhost", port, Optional.empty()),
                    "a.test",
                    "proxy_unreachable",
                    "TLS");
        }
    }

    @Test
    void serverOtherThanProxyIsRecognized() throws Exception {
        try (RawUpstream server = new RawUpstream();
                Rig rig = Rig.through(
                        Rig.options("http", "upstream.test", 81),
                        new Outbound(
                                ProxyRules.always(new ProxyServer(
                                        Kind.SOCKS5,
                                        "127.0.0.1",
                                        server.options().baseUrl().getPort(),
                                        Optional.empty())),
                                List::of))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            server.accept().write("HTTP/1.1 400 Bad Request\r\n\r\n");

            assertThat(sink.awaitFailure().error().code()).isEqualTo("proxy_error");
        }
    }

    @Test
    void cancelledCallClosesTheConnectionToTheProxy() throws Exception {
        try (RawUpstream silent = new RawUpstream();
                Rig rig = Rig.through(
                        Rig.options("http", "upstream.test", 81),
                        new Outbound(
                                ProxyRules.always(new ProxyServer(
                                        Kind.HTTP,
                                        "127.0.0.1",
                                        silent.options().baseUrl().getPort(),
                                        Optional.empty())),
                                List::of))) {
            RecordingSink sink = new RecordingSink();
            CallHandle call = rig.open(sink);
            RawUpstream.Connection connection = silent.accept();
            assertThat(connection.readHead()).startsWith("CONNECT upstream.test:81 HTTP/1.1");
            rig.onLoop(call::cancel);

            assertThat(connection.closedByPeer()).isTrue();
            assertThat(sink.unread()).isEmpty();
        }
    }
}
