package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.ServerTls;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    private static final Optional<ServerTls> PLAIN = Optional.empty();

    @TempDir
    Path home;

    private RelayConfig config(String host, boolean tokenAsked, Optional<ServerTls> tls) {
        return ConfigLoader.load(ConfigSources.of(
                        Map.of(), Map.of("security.require_bearer_auth", String.valueOf(tokenAsked)), home))
                .config()
                .with(ConfigKeys.HOST, host)
                .with(ConfigKeys.PORT, 0)
                .with(ConfigKeys.TLS_CERTIFICATE_FILE, tls.map(ServerTls::certificateFile))
                .with(ConfigKeys.TLS_PRIVATE_KEY_FILE, tls.map(ServerTls::privateKeyFile));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void ofThisMachineAloneThereIsNothingToSay(String host) {
        ListenAddress address = ListenAddress.of(config(host, true, PLAIN));

        assertThat(address.warning()).isEmpty();
        assertThat(address.socket().getAddress().isLoopbackAddress()).isTrue();
        assertThat(ListenAddress.of(config(host, false, PLAIN)).warning()).isEmpty();
    }

    @Test
    void addressThatOthersReachIsWarnedOfLoudly() {
        assertThat(ListenAddress.of(config("0.0.0.0", true, PLAIN)).warning().orElseThrow())
                .startsWith("Other machines can reach this relay")
                .contains("0.0.0.0", "without TLS", "server.host");
        ServerTls tls = new ServerTls(Path.of("/c.pem"), Path.of("/k.pem"));
        assertThat(ListenAddress.of(config("0.0.0.0", true, Optional.of(tls)))
                        .warning()
                        .orElseThrow())
                .doesNotContain("without TLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void withoutATokenItIsRefused(String host) {
        assertThatExceptionOfType(ExposureException.class)
                .isThrownBy(() -> ListenAddress.of(config(host, false, PLAIN)))
                .withMessageContaining("server.host")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(ExitStatus.CONFIG));
    }

    @Test
    void settingsOfOllamasListenerAreNamed() {
        RelayConfig closed = config("0.0.0.0", true, PLAIN);
        RelayConfig open = config("0.0.0.0", false, PLAIN);

        assertThat(ListenAddress.ofOllama(closed).warning().orElseThrow())
                .contains("ollama.host")
                .doesNotContain("server.host");
        assertThatExceptionOfType(ExposureException.class)
                .isThrownBy(() -> ListenAddress.ofOllama(open))
                .withMessageContaining("Set ollama.host to 127.0.0.1, or security.require_bearer_auth to true");
        assertThatExceptionOfType(ExposureException.class)
                .isThrownBy(() -> ListenAddress.ofOllama(open.with(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH, false)))
                .withMessageContaining("or ollama.require_bearer_auth to true");
    }

    @Test
    void unknownHostIsNamed() {
        assertThatExceptionOfType(ListenException.class)
                .isThrownBy(() -> ListenAddress.of(config("no-such-host.invalid", true, PLAIN)))
                .withMessageContaining("no-such-host.invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false | Address already in use | use. Stop the program that uses it, or choose another with --port (",
                "true | Address already in use | it, which may be Ollama itself, or choose another with ollama.port (",
                "false | Permission denied | this user may not use the port. Choose one above 1023 with --port (",
                "true | Permission denied | this user may not use the port. Choose one above 1023 with ollama.port (",
                "false | Cannot assign requested address | does not have the address. Check server.host.",
                "true | Cannot assign requested address | does not have the address. Check ollama.host.",
                "true | Protocol family unavailable | the system refused the address. Check ollama.host."
            })
    void refusalOfTheSystemNamesTheSettingsOfTheListener(boolean ollama, String said, String advice) {
        RelayConfig config = config("::1", true, PLAIN).with(ConfigKeys.PORT, 8797);
        ListenAddress address = ollama ? ListenAddress.ofOllama(config) : ListenAddress.of(config);

        assertThat(address.refusal(new BindException(said)))
                .startsWith("cannot listen on ::1:8797" + (ollama ? " for Ollama's clients: " : ": "))
                .contains(advice);
    }
}
