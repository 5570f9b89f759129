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
    void appliesEveryDefaultOfTheContract() {
        RelayConfig config = home.load();

        assertThat(config.get(ConfigKeys.HOST)).isEqualTo("127.0.0.1");
        assertThat(config.get(ConfigKeys.PORT)).isEqualTo(8080);
        assertThat(config.tls()).isEmpty();
        assertThat(config.configFile()).isEqualTo(home.configFile());
        assertThat(config.get(ConfigKeys.DATA_DIR)).isEqualTo(directory.resolve(".airelay"));
        assertThat(config.get(ConfigKeys.LOGS_DIR)).isEqualTo(directory.resolve(".airelay/logs"));
        assertThat(config.get(ConfigKeys.AUTH_STORAGE)).isEqualTo("auto");
        assertThat(config.get(ConfigKeys.BROWSER_OPEN)).isTrue();
        assertThat(config.get(ConfigKeys.LOGIN_TIMEOUT)).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.get(ConfigKeys.UPSTREAM_BASE_URL)).hasToString("https://chatgpt.com/backend-api/codex");
        assertThat(config.get(ConfigKeys.ISSUER_BASE_URL)).hasToString("https://auth.openai.com");
        assertThat(config.get(ConfigKeys.CLIENT_ID)).isEqualTo("app_EMoamEEZ73f0CkXaXp7hrann");
        assertThat(config.get(ConfigKeys.CLIENT_VERSION)).isEqualTo("0.171.0");
        assertThat(config.get(ConfigKeys.ORIGINATOR)).isEqualTo("codex_cli_rs");
        assertThat(config.get(ConfigKeys.CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.get(ConfigKeys.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(120));
        assertThat(config.get(ConfigKeys.IDLE_TIMEOUT)).isEqualTo(Duration.ofSeconds(300));
        assertThat(config.get(ConfigKeys.TOTAL_TIMEOUT)).isEqualTo(Duration.ofHours(1));
        assertThat(config.get(ConfigKeys.MINIMAL_INSTRUCTIONS)).isEqualTo(".");
        assertThat(config.get(ConfigKeys.MAX_UPLOAD_BYTES)).isEqualTo(32L << 20);
        assertThat(config.get(ConfigKeys.MAX_TOTAL_UPLOAD_BYTES)).isEqualTo(256L << 20);
        assertThat(config.get(ConfigKeys.STRICT_PARAMETERS)).isFalse();
    }

    @Test
    void appliesEverySecurityDefaultOfTheContract() {
        RelayConfig config = home.load();

        assertThat(config.get(ConfigKeys.REQUIRE_BEARER_AUTH)).isTrue();
        assertThat(config.get(ConfigKeys.BEARER_TOKEN_FILE)).isEqualTo(directory.resolve(".airelay/relay-token"));
        assertThat(config.get(ConfigKeys.BEARER_TOKEN)).isEmpty();
        assertThat(config.get(ConfigKeys.AUTO_GENERATE_BEARER_TOKEN)).isFalse();
        assertThat(config.get(ConfigKeys.RATE_LIMIT_PER_MINUTE)).isEqualTo(120);
        assertThat(config.get(ConfigKeys.RATE_LIMIT_BURST)).isEqualTo(40);
        assertThat(config.get(ConfigKeys.CONCURRENT_REQUESTS_PER_IP)).isEqualTo(8);
        assertThat(config.get(ConfigKeys.QUEUE_PLACES)).isEqualTo(128);
        assertThat(config.get(ConfigKeys.QUEUE_TIME)).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.get(ConfigKeys.FAILED_AUTH_WINDOW)).isEqualTo(Duration.ofSeconds(300));
        assertThat(config.get(ConfigKeys.FAILED_AUTH_MAX_ATTEMPTS)).isEqualTo(8);
        assertThat(config.get(ConfigKeys.FAILED_AUTH_BLOCK)).isEqualTo(Duration.ofSeconds(900));
        assertThat(config.trustedProxies()).isEmpty();
        assertThat(config.get(ConfigKeys.ALLOWED_HOSTS)).isEmpty();
        assertThat(config.get(ConfigKeys.ALLOWED_ORIGINS)).isEmpty();
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
    void nearestSourceWins(String flag, String variable, String older, String inFile, int port, String origin)
            throws IOException {
        if (inFile != null) {
            home.withConfig("[server]\nport = " + inFile + "\n");
        }
        Map<String, String> environment =
                Map.of("AIRELAY_PORT", orEmpty(variable), "OPENAI_ENDPOINT_PORT", orEmpty(older));

        LoadedConfig loaded = ConfigLoader.load(home.sources(environment, Map.of("server.port", orEmpty(flag))));

        assertThat(loaded.config().get(ConfigKeys.PORT)).isEqualTo(port);
        assertThat(loaded.origins()).containsEntry("server.port", origin);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    @Test
    void olderVariableCountsOnlyForKeysThatHadOne() {
        RelayConfig config = home.load(
                Map.of("OPENAI_ENDPOINT_RATE_LIMIT_PER_MINUTE", "7", "OPENAI_ENDPOINT_HOST", "127.0.0.9"), Map.of());

        assertThat(config.get(ConfigKeys.RATE_LIMIT_PER_MINUTE)).isEqualTo(120);
        assertThat(config.get(ConfigKeys.HOST)).isEqualTo("127.0.0.9");
    }

    @Test
    void valueOfEveryKindIsReadFromItsSource() throws IOException {
        home.withConfig("""
                [server]
                host = "::1"
                max_body_bytes = 2048
                [auth]
                storage = "Keyring"
                browser_open = false
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

        assertThat(config.get(ConfigKeys.HOST)).isEqualTo("::1");
        assertThat(config.get(ConfigKeys.MAX_BODY_BYTES)).isEqualTo(2048);
        assertThat(config.get(ConfigKeys.AUTH_STORAGE)).isEqualTo("keyring");
        assertThat(config.get(ConfigKeys.BROWSER_OPEN)).isFalse();
        assertThat(config.get(ConfigKeys.LOGIN_TIMEOUT)).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.get(ConfigKeys.UPSTREAM_BASE_URL)).hasToString("http://127.0.0.1:9/codex");
        assertThat(config.get(ConfigKeys.MINIMAL_INSTRUCTIONS)).isEqualTo("Be brief.");
        assertThat(config.get(ConfigKeys.IDLE_TIMEOUT)).isEqualTo(Duration.ofMillis(250));
        assertThat(config.get(ConfigKeys.ALLOWED_HOSTS)).containsExactly("host.docker.internal", "relay.local");
        assertThat(config.get(ConfigKeys.ALLOWED_ORIGINS))
                .containsExactly("https://a.example", "http://localhost:3000");
        assertThat(config.get(ConfigKeys.BEARER_TOKEN)).contains("s3cret");
        assertThat(config.get(ConfigKeys.REQUIRE_BEARER_AUTH)).isFalse();
    }

    @Test
    void dataDirectoryTakesLogsAndTokenWithIt() throws IOException {
        home.withConfig("[paths]\ndata_dir = \"~/old\"\nlogs_dir = \"~/old/logs\"\n");

        RelayConfig config = home.load(Map.of(), Map.of("paths.data_dir", "~/new"));

        assertThat(config.get(ConfigKeys.DATA_DIR)).isEqualTo(directory.resolve("new"));
        assertThat(config.get(ConfigKeys.LOGS_DIR)).isEqualTo(directory.resolve("new/logs"));
        assertThat(config.get(ConfigKeys.BEARER_TOKEN_FILE)).isEqualTo(directory.resolve("new/relay-token"));
        assertThat(config.authFile()).isEqualTo(directory.resolve("new/auth.json"));
    }

    @Test
    void dataDirectoryLeavesLogsAndTokenThatWereGiven() throws IOException {
        home.withConfig("[paths]\nlogs_dir = \"~/elsewhere\"\n");

        RelayConfig config = home.load(
                Map.of("AIRELAY_BEARER_TOKEN_FILE", "~/.airelay/relay-token-2"), Map.of("paths.data_dir", "/new"));

        assertThat(config.get(ConfigKeys.LOGS_DIR)).isEqualTo(directory.resolve("elsewhere"));
        assertThat(config.get(ConfigKeys.BEARER_TOKEN_FILE)).isEqualTo(directory.resolve(".airelay/relay-token-2"));
    }

    @Test
    void relativePathStartsWhereItIsWritten() throws IOException {
        home.withConfig("[paths]\ndata_dir = \"data\"\n");

        RelayConfig config = home.load(Map.of(), Map.of("paths.logs_dir", "../logs"));

        assertThat(config.get(ConfigKeys.DATA_DIR)).isEqualTo(directory.resolve(".config/airelay/data"));
        assertThat(config.get(ConfigKeys.LOGS_DIR)).isEqualTo(directory.resolve("logs"));
    }

    @ParameterizedTest
    @CsvSource({"flag.toml,env.toml,older.toml,flag.toml", ",env.toml,older.toml,env.toml", ",,older.toml,older.toml"})
    void fileIsNamedByFlagThenVariable(String flag, String variable, String older, String expected) throws IOException {
        Path file = directory.resolve("work").resolve(expected);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "server.port = 81");
        Map<String, String> environment =
                Map.of("AIRELAY_CONFIG", orEmpty(variable), "OPENAI_ENDPOINT_CONFIG", orEmpty(older));

        RelayConfig config = home.load(environment, Map.of("config", orEmpty(flag)));

        assertThat(config.configFile()).isEqualTo(file);
        assertThat(config.get(ConfigKeys.PORT)).isEqualTo(81);
    }

    @Test
    void namedFileMustExist() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> home.load(Map.of("AIRELAY_CONFIG", "~/my.toml"), Map.of()))
                .withMessage("~/my.toml: does not exist, but is named by AIRELAY_CONFIG; run: airelay init");
    }

    @Test
    void usualFileMayBeMissing() {
        assertThat(ConfigLoader.load(home.sources()).configFileExists()).isFalse();
    }

    @Test
    void misspeltVariableIsAWarning() {
        LoadedConfig loaded = ConfigLoader.load(home.sources(
                Map.of("AIRELAY_PROT", "81", "AIRELAY_JAVA_OPTS", "-Xmx64m", "AIRELAY_CONFIG", ""), Map.of()));

        assertThat(loaded.warnings())
                .extracting(ConfigProblem::message)
                .containsExactly("AIRELAY_PROT: is not a known variable; did you mean AIRELAY_PORT?");
    }

    @Test
    void flagMustBeNamedByAKey() {
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
