package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

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
    void theClientBaseUrlReachesTheListener(String host, String url, boolean loopback) {
        RelayConfig.Server server = server(host, Optional.empty());

        assertThat(server.clientBaseUrl(81)).hasToString(url);
        assertThat(server.loopback()).isEqualTo(loopback);
    }

    @Test
    void aCertificateMakesItHttps() {
        ServerTls tls = new ServerTls(Path.of("/certificate.pem"), Path.of("/key.pem"));

        assertThat(server("0.0.0.0", Optional.of(tls)).clientBaseUrl(81)).hasToString("https://127.0.0.1:81/v1");
    }

    private static RelayConfig.Server server(String host, Optional<ServerTls> tls) {
        ClientPatience patience = new ClientPatience(SECOND, SECOND, SECOND, SECOND, SECOND);
        return new RelayConfig.Server(
                host,
                0,
                tls,
                new ServerLimits(1 << 20, 1 << 20, 1 << 10, 1 << 10, 1),
                new ServerTimes(patience, SECOND, SECOND, SECOND));
    }
}
