package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.security.CredentialHeader;
import dev.airelay.transforms.chat.ChatDialect;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Isolated("counts the threads of all relays in the process")
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
                    .isThrownBy(() -> RelayServer.builder()
                            .config(loaded)
                            .token(TOKEN)
                            .session(NOBODY)
                            .start(threads))
                    .withMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        assertReleased(threads, before);
    }

    @Test
    void nothingIsLeftRunningWhenAStepBeforeListeningFails() throws InterruptedException {
        RelayThreads threads = RelayThreads.open();
        Set<Thread> before = relayThreads();
        Optional<Path> missing = Optional.of(dataDir.resolve("missing.pem"));
        LoadedConfig loaded = loaded(settings(0)
                .config()
                .with(ConfigKeys.TLS_CERTIFICATE_FILE, missing)
                .with(ConfigKeys.TLS_PRIVATE_KEY_FILE, missing));

        assertThatThrownBy(() -> RelayServer.builder()
                        .config(loaded)
                        .token(TOKEN)
                        .session(NOBODY)
                        .start(threads))
                .isInstanceOf(ConfigException.class);
        assertReleased(threads, before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "talk", "/talk/", "/talk/{id}", "/talk?x", "/ta lk", "//talk", "/no-tools/talk"})
    void refusesDialectAtSomethingOtherThanPath(String path) {
        RelayServer.Builder builder = RelayServer.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.dialect(path, new ChatDialect(), Set.of(CredentialHeader.AUTHORIZATION)))
                .withMessageContaining("'" + path + "'");
    }

    @Test
    void refusesDialectWithoutCredentialHeader() {
        RelayServer.Builder builder = RelayServer.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.dialect("/talk", new ChatDialect(), Set.of()))
                .withMessageContaining("/talk");
    }

    @Test
    void refusesSecondDialectAtThePathOfTheFirst() throws InterruptedException {
        RelayThreads threads = RelayThreads.open();
        Set<Thread> before = relayThreads();
        ChatDialect dialect = new ChatDialect();
        RelayServer.Builder builder = RelayServer.builder()
                .config(settings(0))
                .token(TOKEN)
                .session(NOBODY)
                .dialect("/talk", dialect, Set.of(CredentialHeader.of("x-a")))
                .dialect("/talk", dialect, Set.of(CredentialHeader.of("x-b")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.start(threads))
                .withMessageStartingWith("the dialect chat would not be reached at /talk: ");
        assertReleased(threads, before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/responses",
                "/v1/conversations",
                "/v1/conversations/x/items",
                "/responses",
                "/files/x",
                "/audio/x",
                "/healthz",
                "/readyz/deep",
                "/v1/v1/talk"
            })
    void refusesDialectAtPathThatTheRelayUses(String path) throws InterruptedException {
        RelayThreads threads = RelayThreads.open();
        Set<Thread> before = relayThreads();
        RelayServer.Builder builder = RelayServer.builder()
                .config(settings(0))
                .token(TOKEN)
                .session(NOBODY)
                .dialect(path, new ChatDialect(), Set.of(CredentialHeader.AUTHORIZATION));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.start(threads))
                .withMessageStartingWith("the dialect chat would not be reached at " + path + ": ");
        assertReleased(threads, before);
    }

    @Test
    void nobodyListensForOtherMachinesWithoutTheToken() {
        LoadedConfig loaded = loaded(
                settings(0).config().with(ConfigKeys.HOST, "0.0.0.0").with(ConfigKeys.REQUIRE_BEARER_AUTH, false));

        assertThatExceptionOfType(ExposureException.class)
                .isThrownBy(() -> RelayServer.builder()
                        .config(loaded)
                        .token(TOKEN)
                        .session(NOBODY)
                        .start())
                .withMessageContaining("security.require_bearer_auth");
    }

    @Test
    void statusShowsWhetherThereIsAnUpstreamSession() throws IOException {
        LoadedConfig loaded = ConfigLoader.load(ConfigSources.of(
                Map.of(), Map.of("security.require_bearer_auth", "false", "server.port", "0"), dataDir));
        CredentialSource none = () -> CompletableFuture.failedFuture(AuthFailure.MISSING.exception());
        try (RelayServer server = RelayServer.builder()
                        .config(loaded)
                        .token(TOKEN)
                        .session(none)
                        .start();
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
    void statusShowsTheStoredSessionWithoutRenewingIt() throws IOException {
        Path home = dataDir.resolve("home");
        LoadedConfig loaded = ConfigLoader.load(ConfigSources.of(
                Map.of(),
                Map.of(
                        "security.require_bearer_auth", "false",
                        "server.port", "0",
                        "auth.storage", "file",
                        // Nothing answers there: a renewal would fail.
                        "upstream.issuer_base_url", "http://127.0.0.1:1"),
                home));
        Path file = loaded.config().authFile();
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"tokens": {"access_token": "secret-access", "refresh_token": "secret-refresh", "account_id": "acct-1"},
                 "last_refresh": "2020-01-02T03:04:05Z"}""");
        try (SessionAccess session = SessionAccess.open(loaded.config(), Map.of());
                RelayServer server = RelayServer.builder()
                        .config(loaded)
                        .token(TOKEN)
                        .session(session.credentials())
                        .start();
                InputStream stream = server.clientBaseUrl()
                        .resolve("/v1/relay/status")
                        .toURL()
                        .openStream()) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            JsonNode status = JsonMapper.shared().readTree(text);

            assertThat(status.at("/ready/upstream_auth").booleanValue()).isTrue();
            assertThat(status.at("/auth/account_id").stringValue()).isEqualTo("acct-1");
            assertThat(text).doesNotContain("secret-");
        }
        assertThat(file.resolveSibling("auth.renewal.json")).doesNotExist();
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        RelayThreads threads = RelayThreads.open();
        Set<Thread> before = relayThreads();
        RelayServer server = RelayServer.builder()
                .config(settings(0))
                .token(TOKEN)
                .session(NOBODY)
                .start(threads);
        assertThat(relayThreads()).isNotEqualTo(before);

        server.close();
        server.awaitClosed();

        assertReleased(threads, before);
    }

    private static LoadedConfig loaded(RelayConfig config) {
        return new LoadedConfig(config, false, Map.of(), List.of());
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
