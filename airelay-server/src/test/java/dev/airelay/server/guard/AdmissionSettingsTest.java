package dev.airelay.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.security.HostDecision;
import dev.airelay.security.HostGuard;
import dev.airelay.security.OriginGuard;
import dev.airelay.security.TrustedProxies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guards accept exactly the values that the configuration accepts: a relay never fails to start for an accepted value. */
class AdmissionSettingsTest {
    @TempDir
    Path home;

    private void bothAgree(String key, String entry, Consumer<List<String>> guard) {
        Throwable byGuard = catchThrowable(() -> guard.accept(List.of(entry)));
        Throwable byConfiguration =
                catchThrowable(() -> ConfigLoader.load(ConfigSources.of(Map.of(), Map.of(key, entry), home)));

        assertThat(byConfiguration == null)
                .as("guard: %s, configuration: %s", byGuard, byConfiguration)
                .isEqualTo(byGuard == null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "NULL",
                "file://",
                "*",
                "https://*",
                "http://*:80",
                "https://*.chat.example",
                "HTTP://localhost:*",
                "app://*",
                "app://*:1",
                "app://",
                "file://x",
                "vscode-webview://a-1",
                "http://[::1]:8080",
                "http://[::1]",
                "http://::1",
                "https://a/b",
                "https://a b",
                "https://a:",
                "https://a:8*",
                "https://a:123456",
                "https://a:99999",
                "https://user@a",
                "https://*.",
                "https://*.*.a",
                "https://a*",
                "https://b\u00fccher.example",
                "a.example",
                "https://a?b",
                "https://a#b",
                "https://a\\b",
                "1x://a",
                "x+y.z-1://a",
                "://a",
                "https://"
            })
    void originsAreTheGuards(String entry) {
        bothAgree("security.allowed_origins", entry, entries -> new OriginGuard(entries, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.0/8",
                "10.0.0.0/32",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/a",
                "10.0.0.256",
                "10.0.0",
                "10.0.0.1.",
                "010.0.0.1",
                "::1",
                "fd00::/8",
                "fd00::/128",
                "fd00::/129",
                "fd00::1::2",
                "fe80::1%eth0",
                "::ffff:10.0.0.1",
                "::ffff:10.0.0.1/32",
                "::ffff:10.0.0.1/96",
                ":",
                "1:2",
                "proxy.example"
            })
    void proxiesAreTheGuards(String entry) {
        bothAgree("security.trusted_proxies", entry, TrustedProxies::of);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relay.example",
                "relay.example.",
                "relay.example:80",
                "*.example",
                "http://relay.example",
                "[fd00::1]",
                "[fd00::1]:80",
                "fd00::1",
                "a_b",
                "-",
                "a..b",
                "[]",
                "[::1%eth0]"
            })
    void hostsTheConfigurationTakesTheGuardTakes(String entry) {
        Map<String, String> settings = Map.of("security.allowed_hosts", entry);
        Throwable byConfiguration = catchThrowable(() -> ConfigLoader.load(ConfigSources.of(Map.of(), settings, home)));
        if (byConfiguration != null) {
            assertThat(byConfiguration).isInstanceOf(ConfigException.class).hasMessageContaining(entry);
            return;
        }

        HostGuard guard = new HostGuard(true, List.of(entry), List.of());

        assertThat(guard.check("GET", true, List.of(entry + ":8080"), List.of()))
                .isInstanceOf(HostDecision.Allowed.class);
    }
}
