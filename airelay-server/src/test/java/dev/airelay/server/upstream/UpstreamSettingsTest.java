package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.Outbound;
import dev.airelay.backend.connect.ProxyServer;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamSettingsTest {

    /** An authority that exists for this test only; its key is gone. */
    private static final String AUTHORITY = """
            -----BEGIN CERTIFICATE-----
            MIIBdTCCARugAwIBAgIJALmTkuJnF6kPMAoGCCqGSM49BAMCMCUxIzAhBgNVBAMT
            GkFJUmVsYXkgdGVzdCBhdXRob3JpdHkgb25lMCAXDTI2MTEyMzEzMTMyMloYDzIx
            MjYxMDMwMTMxMzIyWjAlMSMwIQYDVQQDExpBSVJlbGF5IHRlc3QgYXV0aG9yaXR5
            IG9uZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFZWB6tvxp6H0DgdPHWRHQV6
            0kBHT+c5OWZrchGnQ0ZYJpcX21nQP8nOCgPmNWGm/ml3q/cbbqU6ELsSICpnJC6j
            MjAwMB0GA1UdDgQWBBQ0/tT4exz7TCawHVnDqj3QAG0x+TAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0gAMEUCIQChsMfCKvRTWCuRYO5siUi2OhJFPUF82zXr
            05BtAOJS1QIgOqJmk8JDEgdAnoFTGzvu5NfeuIYNjYs1nySDRYda3I4=
            -----END CERTIFICATE-----
            """;

    @TempDir
    Path home;

    private Outbound outbound(Map<String, String> environment) {
        RelayConfig config =
                ConfigLoader.load(ConfigSources.of(environment, Map.of(), home)).config();
        return UpstreamSettings.outbound(config);
    }

    @ParameterizedTest
    @CsvSource({"http,HTTP", "https,HTTPS", "socks5,SOCKS5", "socks5h,SOCKS5"})
    void proxyKeepsEverythingItWasGiven(String scheme, ProxyServer.Kind kind) {
        Outbound outbound = outbound(Map.of("HTTPS_PROXY", scheme + "://me:a%20b@proxy.example:8080"));

        assertThat(outbound.proxies().https())
                .contains(
                        new ProxyServer(kind, "proxy.example", 8080, Optional.of(new ProxyServer.Login("me", "a b"))));
        assertThat(outbound.proxies().http()).isEmpty();
    }

    @Test
    void exemptionsAndAuthoritiesAreHandedOn() throws Exception {
        Path file = Files.writeString(home.resolve("ca.pem"), AUTHORITY);

        Outbound outbound = outbound(Map.of("NO_PROXY", "a.example, 10.0.0.0/8", "SSL_CERT_FILE", file.toString()));

        assertThat(outbound.proxies().exempt()).containsExactly("a.example", "10.0.0.0/8");
        assertThat(outbound.authorities().get())
                .singleElement()
                .satisfies(authority -> assertThat(
                                authority.getSubjectX500Principal().getName())
                        .isEqualTo("CN=AIRelay test authority one"));
    }

    @Test
    void optionsSpeakAsTheConfiguredClient() {
        RelayConfig config = ConfigLoader.load(ConfigSources.of(
                        Map.of("AIRELAY_ORIGINATOR", "codex_exec", "AIRELAY_CONNECT_TIMEOUT_SECONDS", "3"),
                        Map.of(),
                        home))
                .config();

        assertThat(UpstreamSettings.options(config).originator()).isEqualTo("codex_exec");
        assertThat(UpstreamSettings.options(config).connectTimeout()).hasSeconds(3);
    }
}
