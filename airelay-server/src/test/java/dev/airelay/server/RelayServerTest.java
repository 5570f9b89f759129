package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.auth.AuthFailure;
import dev.airelay.auth.CredentialSource;
import dev.airelay.auth.Credentials;
import dev.airelay.auth.StaticCredentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.RelayToken;
import dev.airelay.config.RelayTokenSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RelayServerTest {

    private static final RelayTokenSource TOKEN =
            RelayTokenSource.fixed(RelayToken.of(RunningRelay.TOKEN, RelayToken.Source.MEMORY));
    private static final CredentialSource NOBODY = new StaticCredentials(new Credentials("access", "account"));

    @TempDir
    Path dataDir;

    private LoadedConfig settings(int port) {
        return ConfigLoader.load(ConfigSources.of(Map.of(), Map.of("server.port", Integer.toString(port)), dataDir));
    }

    private static Set<Thread> relayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("airelay-"))
                .collect(Collectors.toSet());
    }

    @Test
    void nothingIsLeftRunningWhenThePortIsTaken() throws Exception {
        RelayThreads threads = RelayThreads.open();
        Set<Thread> before = relayThreads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LoadedConfig loaded = settings(taken.getLocalPort());

            assertThatExceptionOfType(ListenException.class)
                    .isThrownBy(() -> RelayServer.start(threads, loaded, TOKEN, NOBODY))
                    .withMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        assertReleased(threads, before);
    }

    @Test
    void nothingIsLeftRunningWhenAStepBeforeListeningFails() throws InterruptedException {
        RelayThreads threads = RelayThreads.open();
        Set<Thread> before = relayThreads();
        RelayConfig good = settings(0).config();
        RelayConfig.Upstream upstream = good.upstream();
        LoadedConfig loaded = withUpstream(
                good,
                new RelayConfig.Upstream(
                        upstream.baseUrl(),
                        upstream.issuerBaseUrl(),
                        null,
                        upstream.timeouts(),
                        upstream.outbound(),
                        upstream.retries(),
                        upstream.minimalInstructions()));

        assertThatThrownBy(() -> RelayServer.start(threads, loaded, TOKEN, NOBODY))
                .isInstanceOf(NullPointerException.class);
        assertReleased(threads, before);
    }

    @Test
    void nobodyListensForOtherMachinesWithoutTheToken() {
        RelayConfig good = settings(0).config();
        LoadedConfig loaded = new LoadedConfig(
                new RelayConfig(
                        new RelayConfig.Server("0.0.0.0", 0, good.server().maxBodyBytes()),
                        good.paths(),
                        good.auth(),
                        good.upstream(),
                        good.models(),
                        open().config().security(),
                        good.uploads(),
                        good.responses(),
                        good.compatibility()),
                false,
                Map.of(),
                List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayServer.start(loaded, TOKEN, NOBODY))
                .withMessageContaining("security.require_bearer_auth");
    }

    private LoadedConfig open() {
        return ConfigLoader.load(ConfigSources.of(Map.of(), Map.of("security.require_bearer_auth", "false"), dataDir));
    }

    @Test
    void statusTellsWhetherThereIsAnUpstreamSession() throws IOException {
        LoadedConfig loaded = ConfigLoader.load(ConfigSources.of(
                Map.of(), Map.of("security.require_bearer_auth", "false", "server.port", "0"), dataDir));
        CredentialSource none = () -> CompletableFuture.failedFuture(AuthFailure.MISSING.exception());
        try (RelayServer server = RelayServer.start(loaded, TOKEN, none);
                InputStream status = server.clientBaseUrl()
                        .resolve("/v1/relay/status")
                        .toURL()
                        .openStream()) {
            JsonNode ready = JsonMapper.shared().readTree(status).path("ready");

            assertThat(ready.path("upstream_auth").booleanValue(true)).isFalse();
            assertThat(ready.path("relay_token").booleanValue(false)).isTrue();
        }
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        RelayThreads threads = RelayThreads.open();
        Set<Thread> before = relayThreads();
        RelayServer server = RelayServer.start(threads, settings(0), TOKEN, NOBODY);
        assertThat(relayThreads()).isNotEqualTo(before);

        server.close();
        server.awaitClosed();

        assertReleased(threads, before);
    }

    private static LoadedConfig withUpstream(RelayConfig good, RelayConfig.Upstream upstream) {
        return new LoadedConfig(
                new RelayConfig(
                        good.server(),
                        good.paths(),
                        good.auth(),
                        upstream,
                        good.models(),
                        good.security(),
                        good.uploads(),
                        good.responses(),
                        good.compatibility()),
                false,
                Map.of(),
                List.of());
    }

    private static void assertReleased(RelayThreads threads, Set<Thread> before) throws InterruptedException {
        assertThat(threads.loops().isTerminated()).isTrue();
        assertThat(threads.blockingWork().isShutdown()).isTrue();
        for (Thread thread : relayThreads()) {
            if (!before.contains(thread)) {
                // A loop counts as terminated a moment before its thread ends.
                thread.join(RunningRelay.LIMIT.toMillis());
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
