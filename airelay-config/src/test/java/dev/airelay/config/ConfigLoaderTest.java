package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void makeHome() {
        home = new Home(directory);
    }

    @Test
    void everyDefaultIsTheSeeds() {
        RelayConfig config = home.load();

        assertThat(config.server().host()).isEqualTo("127.0.0.1");
        assertThat(config.server().port()).isEqualTo(8080);
        assertThat(config.server().tls()).isEmpty();
        assertThat(config.paths())
                .isEqualTo(new RelayConfig.Paths(
                        home.configFile(), directory.resolve(".airelay"), directory.resolve(".airelay/logs")));
        assertThat(config.auth()).isEqualTo(new RelayConfig.Auth(AuthStorage.AUTO, false, Duration.ofMinutes(15)));
        assertThat(config.upstream().baseUrl()).hasToString("https://chatgpt.com/backend-api/codex");
        assertThat(config.upstream().issuerBaseUrl()).hasToString("https://auth.openai.com");
        assertThat(config.upstream().identity())
                .isEqualTo(new RelayConfig.Identity("app_EMoamEEZ73f0CkXaXp7hrann", "0.171.0", "codex_cli_rs"));
        assertThat(config.upstream().timeouts())
                .isEqualTo(new RelayConfig.Timeouts(
                        Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(300), Duration.ofHours(1)));
        assertThat(config.upstream().minimalInstructions()).isEqualTo(".");
        assertThat(config.uploads()).isEqualTo(new RelayConfig.Uploads(32L << 20, 256L << 20));
        assertThat(config.compatibility().strictParameters()).isFalse();
    }

    @Test
    void everySecurityDefaultIsTheSeeds() {
        RelayConfig.Security security = home.load().security();

        assertThat(security.requireBearerAuth()).isTrue();
        assertThat(security.bearerTokenFile()).isEqualTo(directory.resolve(".airelay/relay-token"));
        assertThat(security.environmentToken()).isEmpty();
        assertThat(security.autoGenerateBearerToken()).isFalse();
        assertThat(security.limits())
                .isEqualTo(new RelayConfig.Limits(
                        120,
                        40,
                        8,
                        new RelayConfig.Queue(128, Duration.ofSeconds(30)),
                        new RelayConfig.FailedAuth(Duration.ofSeconds(300), 8, Duration.ofSeconds(900))));
        assertThat(security.trustedProxies()).isEmpty();
        assertThat(security.allowedHosts()).isEmpty();
        assertThat(security.allowedOrigins()).isEmpty();
    }

    @ParameterizedTest(name = "flag {0}, variable {1}, older variable {2}, file {3} gives {4} from {5}")
    @CsvSource({
        "1, 2, 3, 4, 1, --port",
        " , 2, 3, 4, 2, AIRELAY_PORT",
        " ,  , 3, 4, 3, OPENAI_ENDPOINT_PORT",
        " ,  ,  , 4, 4, ~/.config/airelay/config.toml:2",
        " ,  ,  ,  , 8080, default",
        "'', '  ', '', 4, 4, ~/.config/airelay/config.toml:2"
    })
    void theNearestSourceWins(String flag, String variable, String older, String inFile, int port, String origin)
            throws IOException {
        if (inFile != null) {
            home.withConfig("[server]\nport = " + inFile + "\n");
        }
        Map<String, String> environment =
                Map.of("AIRELAY_PORT", orEmpty(variable), "OPENAI_ENDPOINT_PORT", orEmpty(older));

        LoadedConfig loaded = ConfigLoader.load(home.sources(environment, Map.of("server.port", orEmpty(flag))));

        assertThat(loaded.config().server().port()).isEqualTo(port);
        assertThat(loaded.origins()).containsEntry("server.port", origin);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    @Test
    void anOlderVariableCountsOnlyForKeysThatHadOne() {
        RelayConfig config = home.load(
                Map.of("OPENAI_ENDPOINT_RATE_LIMIT_PER_MINUTE", "7", "OPENAI_ENDPOINT_HOST", "127.0.0.9"), Map.of());

        assertThat(config.security().limits().requestsPerMinute()).isEqualTo(120);
        assertThat(config.server().host()).isEqualTo("127.0.0.9");
    }

    @Test
    void aValueOfEveryKindIsReadFromItsSource() throws IOException {
        home.withConfig("""
                [server]
                host = "::1"
                max_body_bytes = 2048
                [auth]
                storage = "Keyring"
                browser_open = true
                login_timeout_seconds = 1.5
                [upstream]
                base_url = "http://127.0.0.1:9/codex//"
                minimal_instructions = "Be brief."
                [security]
                allowed_hosts = ["host.docker.internal", "relay.local"]
                """);
        Map<String, String> environment = Map.of(
                "AIRELAY_ALLOWED_ORIGINS", "https://a.example, http://localhost:3000 ,",
                "AIRELAY_BEARER_TOKEN", " s3cret ",
                "AIRELAY_REQUIRE_BEARER_AUTH", "No",
                "AIRELAY_IDLE_TIMEOUT_SECONDS", "0.25");

        RelayConfig config = home.load(environment, Map.of());

        assertThat(config.server().host()).isEqualTo("::1");
        assertThat(config.server().limits().maxBodyBytes()).isEqualTo(2048);
        assertThat(config.auth()).isEqualTo(new RelayConfig.Auth(AuthStorage.KEYRING, true, Duration.ofMillis(1500)));
        assertThat(config.upstream().baseUrl()).hasToString("http://127.0.0.1:9/codex");
        assertThat(config.upstream().minimalInstructions()).isEqualTo("Be brief.");
        assertThat(config.upstream().timeouts().idle()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.security().allowedHosts()).containsExactly("host.docker.internal", "relay.local");
        assertThat(config.security().allowedOrigins()).containsExactly("https://a.example", "http://localhost:3000");
        assertThat(config.security().environmentToken()).contains(RelayToken.of("s3cret", RelayToken.Source.ENV));
        assertThat(config.security().requireBearerAuth()).isFalse();
    }

    @Test
    void aDataDirectoryTakesLogsAndTokenWithIt() throws IOException {
        home.withConfig("[paths]\ndata_dir = \"~/old\"\nlogs_dir = \"~/old/logs\"\n");

        RelayConfig config = home.load(Map.of(), Map.of("paths.data_dir", "~/new"));

        assertThat(config.paths().dataDir()).isEqualTo(directory.resolve("new"));
        assertThat(config.paths().logsDir()).isEqualTo(directory.resolve("new/logs"));
        assertThat(config.security().bearerTokenFile()).isEqualTo(directory.resolve("new/relay-token"));
        assertThat(config.paths().authFile()).isEqualTo(directory.resolve("new/auth.json"));
    }

    @Test
    void aDataDirectoryLeavesLogsAndTokenThatWereGiven() throws IOException {
        home.withConfig("[paths]\nlogs_dir = \"~/elsewhere\"\n");

        RelayConfig config = home.load(
                Map.of("AIRELAY_BEARER_TOKEN_FILE", "~/.airelay/relay-token-2"), Map.of("paths.data_dir", "/new"));

        assertThat(config.paths().logsDir()).isEqualTo(directory.resolve("elsewhere"));
        assertThat(config.security().bearerTokenFile()).isEqualTo(directory.resolve(".airelay/relay-token-2"));
    }

    @Test
    void aRelativePathStartsWhereItIsWritten() throws IOException {
        home.withConfig("[paths]\ndata_dir = \"data\"\n");

        RelayConfig config = home.load(Map.of(), Map.of("paths.logs_dir", "../logs"));

        assertThat(config.paths().dataDir()).isEqualTo(directory.resolve(".config/airelay/data"));
        assertThat(config.paths().logsDir()).isEqualTo(directory.resolve("logs"));
    }

    @ParameterizedTest
    @CsvSource({"flag.toml,env.toml,older.toml,flag.toml", ",env.toml,older.toml,env.toml", ",,older.toml,older.toml"})
    void theFileIsNamedByFlagThenVariable(String flag, String variable, String older, String expected)
            throws IOException {
        Path file = directory.resolve("work").resolve(expected);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "server.port = 81");
        Map<String, String> environment =
                Map.of("AIRELAY_CONFIG", orEmpty(variable), "OPENAI_ENDPOINT_CONFIG", orEmpty(older));

        RelayConfig config = home.load(environment, Map.of("config", orEmpty(flag)));

        assertThat(config.paths().configFile()).isEqualTo(file);
        assertThat(config.server().port()).isEqualTo(81);
    }

    @Test
    void aNamedFileMustExist() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> home.load(Map.of("AIRELAY_CONFIG", "~/my.toml"), Map.of()))
                .withMessage("~/my.toml: does not exist, but is named by AIRELAY_CONFIG; run: airelay init");
    }

    @Test
    void theUsualFileMayBeMissing() {
        assertThat(ConfigLoader.load(home.sources()).configFileExists()).isFalse();
    }

    @Test
    void aMisspeltVariableIsAWarning() {
        LoadedConfig loaded = ConfigLoader.load(home.sources(
                Map.of("AIRELAY_PROT", "81", "AIRELAY_JAVA_OPTS", "-Xmx64m", "AIRELAY_CONFIG", ""), Map.of()));

        assertThat(loaded.warnings())
                .extracting(ConfigProblem::message)
                .containsExactly("AIRELAY_PROT: is not a known variable; did you mean AIRELAY_PORT?");
    }

    @Test
    void aFlagMustBeNamedByAKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> home.sources(Map.of(), Map.of("port", "1")))
                .withMessageContaining("was port");
    }

    @Test
    void noTextFormShowsTheToken() {
        Map<String, String> environment = Map.of("AIRELAY_BEARER_TOKEN", "s3cret");

        assertThat(home.sources(environment, Map.of()).toString()).doesNotContain("s3cret");
        assertThat(ConfigLoader.load(home.sources(environment, Map.of())).toString())
                .contains("AIRELAY_BEARER_TOKEN")
                .doesNotContain("s3cret");
    }
}
