package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.IssuerReply;
import dev.airelay.auth.issuer.IssuerRequest;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.Certificates;
import dev.airelay.backend.connect.ConnectStep;
import dev.airelay.backend.connect.ConnectStepProbe;
import dev.airelay.backend.connect.ConnectStepResult;
import dev.airelay.backend.connect.NettyIssuerTransport;
import dev.airelay.backend.connect.Outbound;
import dev.airelay.backend.connect.ProxyRules;
import dev.airelay.backend.connect.ProxyServer;
import dev.airelay.backend.connect.ProxyServer.Kind;
import dev.airelay.backend.connect.Sse;
import dev.airelay.backend.connect.TestProxy;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every request that the relay ever makes, through real proxies of each kind, to servers over TLS whose names only the
 * proxy can look up and whose authority is trusted by setting only.
 */
class EveryPathThroughProxyTest {

    private static final String UPSTREAM = "upstream.test";
    private static final String ISSUER = "issuer.test";
    private static final ProxyServer.Login LOGIN = new ProxyServer.Login("user@corp", "p:ss wörd");
    private static final List<String> ISSUER_PATHS = List.of(
            "/oauth/token", "/api/accounts/deviceauth/usercode", "/api/accounts/deviceauth/token", "/oauth/revoke");

    private final MockWebServer servers = new MockWebServer();

    @BeforeEach
    void start() throws Exception {
        servers.useHttps(
                Certificates.server(Certificates.leaf(UPSTREAM, ISSUER)).getSocketFactory());
        servers.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request.getUrl().encodedPath());
            }
        });
        servers.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private static MockResponse answer(String path) {
        MockResponse.Builder json = new MockResponse.Builder().setHeader("content-type", "application/json");
        return switch (path) {
            case "/backend-api/codex/responses" ->
                new MockResponse.Builder()
                        .setHeader("content-type", "text/event-stream")
                        .chunkedBody(Sse.stream(Sse.CREATED, Sse.DELTA, Sse.COMPLETED), 50)
                        .build();
            case "/backend-api/codex/models" ->
                json.body("{\"models\":[{\"slug\":\"gpt-5.5\"}]}").build();
            case "/backend-api/wham/usage" ->
                json.body("{\"plan_type\":\"plus\"}").build();
            default -> json.body("{\"path\":\"" + path + "\"}").build();
        };
    }

    @ParameterizedTest(name = "{0} proxy, credentials: {1}")
    @CsvSource({"HTTP,false", "HTTP,true", "HTTPS,false", "HTTPS,true", "SOCKS5,false"})
    void goesThroughTheProxy(Kind kind, boolean credentials) throws Exception {
        goesThrough(kind, credentials ? Optional.of(LOGIN) : Optional.empty());
    }

    /** The SOCKS5 password exchange is defined for bytes; only ASCII means the same to all servers. */
    @ParameterizedTest
    @CsvSource("user,p:ss@word")
    void goesThroughTheSocksProxyWithCredentials(String user, String password) throws Exception {
        goesThrough(Kind.SOCKS5, Optional.of(new ProxyServer.Login(user, password)));
    }

    private void goesThrough(Kind kind, Optional<ProxyServer.Login> login) throws Exception {
        SslContext tls = kind == Kind.HTTPS ? Certificates.nettyServer("localhost") : null;
        BackendOptions options =
                Rig.options("https", UPSTREAM, servers.getPort()).withKeepAlive(0, Duration.ofSeconds(1));
        try (TestProxy proxy = new TestProxy(kind, login, tls)) {
            Outbound outbound =
                    new Outbound(ProxyRules.always(proxy.address(login)), () -> List.of(Certificates.authority()));
            try (Rig rig = Rig.through(options, outbound)) {
                inference(rig);
                assertThat(Rig.get(rig.client.models(rig.loop)).find("gpt-5.5")).isPresent();
                assertThat(Rig.get(rig.client.usage(rig.loop)).path("plan_type").stringValue())
                        .isEqualTo("plus");
                issuer(new NettyIssuerTransport(rig.group, options, outbound, Runnable::run));
                probe(rig, new ConnectStepProbe(options, outbound, Runnable::run));
            }

            assertThat(proxy.targets()).containsExactlyElementsOf(tunnels());
        }
    }

    /** One tunnel for each request: nothing is kept alive, and nothing went another way, for there is none. */
    private List<String> tunnels() {
        List<String> tunnels = new ArrayList<>(Collections.nCopies(3, UPSTREAM + ":" + servers.getPort()));
        tunnels.addAll(Collections.nCopies(ISSUER_PATHS.size(), ISSUER + ":" + servers.getPort()));
        tunnels.add(UPSTREAM + ":" + servers.getPort());
        return tunnels;
    }

    private static void inference(Rig rig) throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        assertThat(sink.toTheEnd()).endsWith("response.output_text.delta", "response.completed", COMPLETE);
    }

    private void issuer(NettyIssuerTransport transport) throws Exception {
        for (String path : ISSUER_PATHS) {
            URI target = URI.create("https://" + ISSUER + ":" + servers.getPort() + path);
            IssuerReply reply = transport.send(
                    new IssuerRequest(target, "application/json", "{}".getBytes(UTF_8), Duration.ofSeconds(10)));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(new String(reply.body(), UTF_8)).contains(path);
        }
    }

    private void probe(Rig rig, ConnectStepProbe probe) throws Exception {
        List<ConnectStepResult> hops = Rig.get(
                probe.run(rig.loop, URI.create("https://" + UPSTREAM + ":" + servers.getPort() + "/backend-api/x")));
        assertThat(hops).extracting(ConnectStepResult::hop).containsExactly(ConnectStep.values());
        assertThat(hops).allMatch(ConnectStepResult::ok);
    }
}
