package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {
    private static final String FILE = "~/.config/airelay/config.toml";

    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void makeHome() {
        home = new Home(directory);
    }

    private List<String> problems(String toml) throws IOException {
        home.withConfig(toml);
        return problems(Map.of(), Map.of());
    }

    private List<String> problems(Map<String, String> environment, Map<String, String> flags) {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> home.load(environment, flags));
        assertThat(thrown).isNotNull();
        List<String> messages =
                thrown.problems().stream().map(ConfigProblem::message).toList();
        assertThat(thrown).hasMessage(String.join("\n", messages));
        return messages;
    }

    @Test
    void problemNamesFileLineKeyRangeAndValue() throws IOException {
        String toml = "\n".repeat(10) + "[server]\nport = 99999\n";

        assertThat(problems(toml)).containsExactly(FILE + ":12: server.port must be 0..65535, was 99999");
    }

    @ParameterizedTest
    @CsvSource({
        "AIRELAY_REQUIRE_BEARER_AUTH,,false,0.0.0.0,AIRELAY_REQUIRE_BEARER_AUTH",
        "AIRELAY_REQUIRE_BEARER_AUTH,security.require_bearer_auth,false,::,--no-auth",
        ",security.require_bearer_auth,false,192.0.2.1,--no-auth",
        ",security.require_bearer_auth,false,relay.example,--no-auth"
    })
    void addressForOtherMachinesNeedsTheToken(
            String variable, String flag, String required, String host, String source) {
        Map<String, String> environment = variable == null ? Map.of() : Map.of(variable, required);
        Map<String, String> flags =
                flag == null ? Map.of("server.host", host) : Map.of("server.host", host, flag, required);

        assertThat(problems(environment, flags))
                .containsExactly(source + ": security.require_bearer_auth must be true while server.host is " + host
                        + ", because any machine that can reach it could use your subscription; require the relay token, or"
                        + " listen on 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "::1", "localhost"})
    void loopbackAddressMayGoWithoutTheToken(String host) {
        RelayConfig config = home.load(Map.of(), Map.of("server.host", host, "security.require_bearer_auth", "false"));

        assertThat(config.get(ConfigKeys.REQUIRE_BEARER_AUTH)).isFalse();
    }

    @Test
    void problemNamesTheVariableOrFlag() {
        Map<String, String> environment =
                Map.of("AIRELAY_PORT", "99999", "OPENAI_ENDPOINT_BROWSER_OPEN", "maybe", "AIRELAY_BEARER_TOKEN", "a b");
        Map<String, String> flags = Map.of("server.port", "-1", "security.rate_limit_burst", "many");

        assertThat(problems(environment, flags))
                .containsExactlyInAnyOrder(
                        "--port: server.port must be 0..65535, was -1",
                        "AIRELAY_PORT: server.port must be 0..65535, was 99999",
                        "OPENAI_ENDPOINT_BROWSER_OPEN: auth.browser_open must be true or false, was maybe",
                        "--security.rate_limit_burst: security.rate_limit_burst must be 1..1000000, was many",
                        "AIRELAY_BEARER_TOKEN: security.bearer_token must be 1..4096 visible ASCII characters without"
                                + " spaces, was something else");
    }

    @Test
    void allProblemsAreReportedAtOnceFromTopToBottom() throws IOException {
        assertThat(problems("""
                        [upstream]
                        base_url = "ftp://x"
                        client_version = "0.169.0-beta"
                        [server]
                        port = "8080"
                        prot = 1
                        [security]
                        require_bearer_auth = "ja"
                        allowed_hosts = ["a", 1]
                        """))
                .containsExactly(
                        FILE + ":2: upstream.base_url must be an http:// or https:// URL without user name, query or"
                                + " fragment, was \"ftp://x\"",
                        FILE + ":3: upstream.client_version must be three numbers like 0.171.0, was \"0.169.0-beta\"",
                        FILE + ":5: server.port must be 0..65535, was \"8080\"",
                        FILE + ":6: server.prot is not a known key; did you mean server.port?",
                        FILE + ":8: security.require_bearer_auth must be true or false, was \"ja\"",
                        FILE + ":9: security.allowed_hosts must be a list of host names without ports, was [\"a\", 1]");
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server.port|-1|0..65535",
                "server.port|1.0|0..65535",
                "server.port|9223372036854775808|0..65535",
                "server.max_body_bytes|1023|1024..1073741824",
                "server.max_body_bytes|1073741825|1024..1073741824",
                "server.host|http://x|a host name or IP address without scheme or port",
                "server.host|localhost:80|a host name or IP address without scheme or port",
                "server.host|256.0.0.1|a host name or IP address without scheme or port",
                "paths.data_dir|~bob/x|a path of at most 4096 characters; ~/ is your home directory, ~name is not supported",
                "auth.storage|vault|one of auto, file, keyring",
                "auth.browser_open|2|true or false",
                "auth.login_timeout_seconds|0|1..86400 seconds",
                "auth.login_timeout_seconds|86401|1..86400 seconds",
                "auth.login_timeout_seconds|NaN|1..86400 seconds",
                "auth.login_timeout_seconds|1e999999999|1..86400 seconds",
                "upstream.issuer_base_url|https://u:p@x|an http:// or https:// URL without user name, query or fragment",
                "upstream.issuer_base_url|https://x/?a=b|an http:// or https:// URL without user name, query or fragment",
                "upstream.issuer_base_url|x|an http:// or https:// URL without user name, query or fragment",
                "upstream.issuer_base_url|https:// x|an http:// or https:// URL without user name, query or fragment",
                "upstream.client_id|a b|1..200 visible ASCII characters",
                "upstream.originator|\u00e9|1..100 printable ASCII characters",
                "upstream.connect_timeout_seconds|0.09|0.1..300 seconds",
                "security.rate_limit_per_minute|0|1..1000000",
                "security.rate_limit_burst|0|1..1000000",
                "security.concurrent_requests_per_ip|10001|1..10000",
                "security.failed_auth_window_seconds|0|1..86400 seconds",
                "security.failed_auth_max_attempts|0|1..10000",
                "security.failed_auth_block_seconds|604801|1..604800 seconds",
                "security.trusted_proxies|10.0.0.0/33|a list of addresses or ranges such as 10.0.0.0/8",
                "security.trusted_proxies|10.0.0.256|a list of addresses or ranges such as 10.0.0.0/8",
                "security.trusted_proxies|10.0.0|a list of addresses or ranges such as 10.0.0.0/8",
                "security.trusted_proxies|fd00::/129|a list of addresses or ranges such as 10.0.0.0/8",
                "security.trusted_proxies|fd00::1::2|a list of addresses or ranges such as 10.0.0.0/8",
                "security.trusted_proxies|10.0.0.1/|a list of addresses or ranges such as 10.0.0.0/8",
                "security.trusted_proxies|proxy.example|a list of addresses or ranges such as 10.0.0.0/8",
                "security.allowed_hosts|a b|a list of host names without ports",
                "security.allowed_hosts|a:80|a list of host names without ports",
                "security.allowed_origins|https://a/b|a list of origins such as https://chat.example, http://localhost:*, null or app://*",
                "security.allowed_origins|*|a list of origins such as https://chat.example, http://localhost:*, null or app://*",
                "security.allowed_origins|https://*|a list of origins such as https://chat.example, http://localhost:*, null or app://*",
                "security.allowed_origins|https://chat.*|a list of origins such as https://chat.example, http://localhost:*, null or app://*",
                "uploads.max_upload_bytes|0|1..1099511627776",
                "uploads.max_total_upload_bytes|1099511627777|1..1099511627776",
                "compatibility.strict_parameters|tru|true or false"
            })
    void valueOutOfRangeIsRefused(String key, String value, String allowed) {
        ConfigException thrown =
                catchThrowableOfType(ConfigException.class, () -> home.load(Map.of(), Map.of(key, value)));

        assertThat(thrown.problems())
                .singleElement()
                .extracting(ConfigProblem::reason)
                .isEqualTo("must be " + allowed + ", was " + value);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "server.port, 0",
        "server.port, 65535",
        "server.max_body_bytes, 1024",
        "server.host, [::1]",
        "server.host, ::",
        "server.host, fe80::1%eth0",
        "server.host, relay.local",
        "auth.login_timeout_seconds, 86400",
        "auth.browser_open, ON",
        "upstream.base_url, http://[::1]:9/x",
        "security.failed_auth_block_seconds, 604800",
        "security.rate_limit_per_minute, 1",
        "upstream.originator, Codex Desktop"
    })
    void valueOnTheEdgeIsTaken(String key, String value) {
        LoadedConfig loaded = ConfigLoader.load(home.sources(Map.of(), Map.of(key, value)));

        assertThat(loaded.origins().get(key)).isNotEqualTo("default");
    }

    @Test
    void syntaxErrorsHaveLineAndColumn() throws IOException {
        List<String> problems = problems("[server]\nport = = 1\nhost = \"x\n");

        assertThat(problems.get(0)).startsWith(FILE + ":2:8: ");
        assertThat(problems).hasSizeGreaterThan(1).noneMatch(problem -> problem.contains("\n"));
    }

    @Test
    void keyGivenTwiceIsASyntaxError() throws IOException {
        assertThat(problems("[server]\nport = 1\nport = 2\n").get(0))
                .startsWith(FILE + ":3:1: ")
                .contains("port");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "port = 1|1: port is not a known key; did you mean server.port?",
                "server = 1|1: server must be a section; write [server] on a line of its own",
                "server.port.x = 1|1: server.port.x is not a known key; did you mean server.port?",
                "\"server.port\" = 1|1: server.port is not a known key; did you mean server.port?",
                "[[server]]|1: server must be a section; write [server] on a line of its own",
                "security.bearer_token = \"s3cret\"|1: security.bearer_token is a secret and is not read from this file; "
                        + "use security.bearer_token_file or AIRELAY_BEARER_TOKEN",
                "secruity = {rate_limit_burst = 1, x = 2}|1: [secruity] is not a known section; "
                        + "did you mean [security]?",
                "server.flavour = 1|1: server.flavour is not a known key"
            })
    void unknownKeyIsReportedWithTheNearestKnownOne(String toml, String message) throws IOException {
        assertThat(problems(toml)).containsExactly(FILE + ":" + message);
    }

    @Test
    void fileThatIsNotTextIsReported() throws IOException {
        home.withConfig("");
        Files.write(home.configFile(), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(problems(Map.of(), Map.of())).containsExactly(FILE + ": is not UTF-8 text");
    }

    @Test
    void directoryInPlaceOfTheFileIsReported() throws IOException {
        Files.createDirectories(home.configFile());

        assertThat(problems(Map.of(), Map.of())).singleElement().asString().startsWith(FILE + ": cannot be read: ");
    }

    @Test
    void byteOrderMarkIsIgnored() throws IOException {
        home.withConfig("\uFEFF[server]\r\nport = 81\r\n");

        assertThat(home.load().get(ConfigKeys.PORT)).isEqualTo(81);
    }

    @Test
    void longValueIsCutInTheMessage() {
        assertThat(problems(Map.of(), Map.of("server.port", "9".repeat(500))))
                .containsExactly("--port: server.port must be 0..65535, was " + "9".repeat(100) + "...");
    }
}
