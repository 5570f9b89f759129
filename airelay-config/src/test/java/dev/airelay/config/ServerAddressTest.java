package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:81/v1, true",
        "127.1.2.3, http://127.1.2.3:81/v1, true",
        "localhost, http://localhost:81/v1, true",
        "LocalHost, http://LocalHost:81/v1, true",
        "relay.localhost, http://relay.localhost:81/v1, true",
        "::1, http://[::1]:81/v1, true",
        "0:0:0:0:0:0:0:1, http://[0:0:0:0:0:0:0:1]:81/v1, true",
        "0.0.0.0, http://127.0.0.1:81/v1, false",
        "::, http://[::1]:81/v1, false",
        "192.168.0.2, http://192.168.0.2:81/v1, false",
        "127.evil.example, http://127.evil.example:81/v1, false",
        "fe80::1%eth0, http://[fe80::1%25eth0]:81/v1, false"
    })
    void clientBaseUrlReachesTheListener(String host, String url, boolean loopback) {
        RelayConfig config = listeningOn(host);

        assertThat(config.clientBaseUrl(81)).hasToString(url);
        assertThat(config.loopback()).isEqualTo(loopback);
    }

    @Test
    void certificateMakesItHttps() {
        RelayConfig config = listeningOn("0.0.0.0")
                .with(ConfigKeys.TLS_CERTIFICATE_FILE, Optional.of(Path.of("/certificate.pem")))
                .with(ConfigKeys.TLS_PRIVATE_KEY_FILE, Optional.of(Path.of("/key.pem")));

        assertThat(config.clientBaseUrl(81)).hasToString("https://127.0.0.1:81/v1");
    }

    private static RelayConfig listeningOn(String host) {
        return new Home(Path.of("nowhere")).load().with(ConfigKeys.HOST, host);
    }
}
