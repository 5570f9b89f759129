package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaListenerConfigTest {

    private static RelayConfig load(Map<String, String> flags) {
        return ConfigLoader.load(ConfigSources.of(Map.of(), flags, Path.of("nowhere")))
                .config();
    }

    @Test
    void thereIsNoneByDefault() {
        assertThat(load(Map.of()).ofOllamaListener()).isEmpty();
    }

    @Test
    void hasAddressAndLimitsOfItsOwn() {
        RelayConfig listener =
                load(Map.of("ollama.listen", "true")).ofOllamaListener().orElseThrow();

        assertThat(listener.get(ConfigKeys.HOST)).isEqualTo("127.0.0.1");
        assertThat(listener.get(ConfigKeys.PORT)).isEqualTo(11_434);
        assertThat(listener.get(ConfigKeys.REQUIRE_BEARER_AUTH)).isTrue();
        assertThat(listener.get(ConfigKeys.RATE_LIMIT_PER_MINUTE)).isEqualTo(60);
        assertThat(listener.get(ConfigKeys.RATE_LIMIT_BURST)).isEqualTo(20);
        assertThat(listener.get(ConfigKeys.CONCURRENT_REQUESTS_PER_IP)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"true, true, true", "true, false, false", "false, false, false"})
    void needsTheTokenUnlessThatIsOffForItOrForAll(String all, String own, boolean needed) {
        RelayConfig listener = load(Map.of(
                        "ollama.listen", "true",
                        "security.require_bearer_auth", all,
                        "ollama.require_bearer_auth", own))
                .ofOllamaListener()
                .orElseThrow();

        assertThat(listener.get(ConfigKeys.REQUIRE_BEARER_AUTH)).isEqualTo(needed);
    }

    @Test
    void requiredTokenIsNotIgnoredSilently() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of(
                        "ollama.listen", "true",
                        "ollama.require_bearer_auth", "true",
                        "security.require_bearer_auth", "false")))
                .withMessageContaining(
                        "ollama.require_bearer_auth cannot be true while security.require_bearer_auth is false");
        assertThat(load(Map.of("ollama.listen", "true", "security.require_bearer_auth", "false"))
                        .ofOllamaListener()
                        .orElseThrow()
                        .get(ConfigKeys.REQUIRE_BEARER_AUTH))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listsOfTheOtherListenerCountOnlyWithTheToken(boolean tokenAsked) {
        RelayConfig listener = load(Map.of(
                        "ollama.listen", "true",
                        "ollama.require_bearer_auth", String.valueOf(tokenAsked),
                        "security.allowed_hosts", "relay.example",
                        "security.allowed_origins", "https://chat.example"))
                .ofOllamaListener()
                .orElseThrow();

        assertThat(listener.get(ConfigKeys.ALLOWED_HOSTS)).hasSize(tokenAsked ? 1 : 0);
        assertThat(listener.get(ConfigKeys.ALLOWED_ORIGINS)).hasSize(tokenAsked ? 1 : 0);
    }

    @Test
    void hostThatOthersReachIsRefusedByTheSettingThatOpensIt() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of(
                        "ollama.listen", "true",
                        "ollama.host", "192.168.0.2",
                        "security.require_bearer_auth", "false")))
                .withMessageContaining("security.require_bearer_auth must be true while ollama.host is 192.168.0.2");
    }

    @Test
    void mayNotBeOpenToOtherMachines() {
        Map<String, String> open =
                Map.of("ollama.listen", "true", "ollama.host", "192.168.0.2", "ollama.require_bearer_auth", "false");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(open))
                .withMessageContaining("ollama.require_bearer_auth must be true while ollama.host is 192.168.0.2");
        assertThat(load(Map.of("ollama.host", "192.168.0.2", "ollama.require_bearer_auth", "false")))
                .isNotNull();
    }
}
