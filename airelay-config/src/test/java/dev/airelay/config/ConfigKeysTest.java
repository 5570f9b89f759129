package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigKeysTest {
    static Iterable<ConfigKey<?>> all() {
        return ConfigKeys.all();
    }

    @Test
    void noTwoKeysShareAName() {
        assertThat(ConfigKeys.all()).extracting(ConfigKey::name).doesNotHaveDuplicates();
        assertThat(ConfigKeys.all()).extracting(ConfigKey::environmentName).doesNotHaveDuplicates();
        assertThat(ConfigKeys.all().stream().map(ConfigKey::flag).flatMap(Optional::stream))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyKeyFollowsTheNamingStyle(ConfigKey<?> key) {
        assertThat(key.name()).matches("[a-z]+\\.[a-z0-9_]+").isEqualTo(key.section() + "." + key.leaf());
        assertThat(key.environmentName())
                .matches("AIRELAY_[A-Z_]+")
                .endsWith(key.leaf().toUpperCase(Locale.ROOT));
        assertThat(key.doc()).matches("[A-Z][^\\n]{10,118}\\.");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyDefaultIsAllowed(ConfigKey<?> key) {
        PathBase base = new PathBase(Path.of("/home/u"), Path.of("/work"));

        assertThat(key.kind().fromText(key.defaultText(), base)).isPresent();
    }

    /** The first AIRelay's table, key by key. */
    @ParameterizedTest
    @CsvSource({
        "server.host,HOST,true",
        "server.port,PORT,true",
        "paths.data_dir,DATA_DIR,true",
        "paths.logs_dir,LOGS_DIR,true",
        "auth.storage,AUTH_STORAGE,true",
        "auth.browser_open,BROWSER_OPEN,true",
        "auth.login_timeout_seconds,LOGIN_TIMEOUT_SECONDS,true",
        "upstream.base_url,UPSTREAM_BASE_URL,true",
        "upstream.issuer_base_url,ISSUER_BASE_URL,true",
        "upstream.client_id,CLIENT_ID,true",
        "upstream.client_version,CLIENT_VERSION,true",
        "upstream.request_timeout_seconds,REQUEST_TIMEOUT_SECONDS,true",
        "security.require_bearer_auth,REQUIRE_BEARER_AUTH,false",
        "security.bearer_token_file,BEARER_TOKEN_FILE,false",
        "security.bearer_token,BEARER_TOKEN,false",
        "security.auto_generate_bearer_token,AUTO_GENERATE_BEARER_TOKEN,false",
        "security.rate_limit_per_minute,RATE_LIMIT_PER_MINUTE,false",
        "security.rate_limit_burst,RATE_LIMIT_BURST,false",
        "security.concurrent_requests_per_ip,CONCURRENT_REQUESTS_PER_IP,false",
        "security.failed_auth_window_seconds,FAILED_AUTH_WINDOW_SECONDS,false",
        "security.failed_auth_max_attempts,FAILED_AUTH_MAX_ATTEMPTS,false",
        "security.failed_auth_block_seconds,FAILED_AUTH_BLOCK_SECONDS,false",
        "security.trust_x_forwarded_for,TRUST_X_FORWARDED_FOR,false",
        "uploads.max_upload_bytes,MAX_UPLOAD_BYTES,false",
        "uploads.max_total_upload_bytes,MAX_TOTAL_UPLOAD_BYTES,false"
    })
    void everyKeyOfTheFirstRelayIsThere(String name, String variable, boolean legacy) {
        ConfigKey<?> key = ConfigKeys.all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(key.environmentName()).isEqualTo("AIRELAY_" + variable);
        assertThat(key.legacyEnvironmentName())
                .isEqualTo(legacy ? Optional.of("OPENAI_ENDPOINT_" + variable) : Optional.empty());
    }

    @Test
    void checksValueSetByHandToo() {
        RelayConfig config = new Home(Path.of("nowhere")).load();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.with(ConfigKeys.MAX_CONNECTIONS, 0))
                .withMessage("server.max_connections must be 1..100000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.with(ConfigKeys.MAX_UPLOAD_BYTES, 0L))
                .withMessageStartingWith("uploads.max_upload_bytes must be ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.with(ConfigKeys.BEARER_TOKEN, Optional.of("two words")))
                .withMessage("security.bearer_token must be 1..4096 visible ASCII characters without spaces,"
                        + " was something else");
    }

    @Test
    void changesOneKeyOfACopy() {
        RelayConfig config = new Home(Path.of("nowhere")).load();
        List<String> names = new ArrayList<>(List.of("a.example"));

        RelayConfig changed = config.with(ConfigKeys.ALLOWED_HOSTS, names);
        names.add("b.example");

        assertThat(changed.get(ConfigKeys.ALLOWED_HOSTS)).containsExactly("a.example");
        assertThat(config.get(ConfigKeys.ALLOWED_HOSTS)).isEmpty();
        assertThat(changed.with(ConfigKeys.ALLOWED_HOSTS, List.of())).isEqualTo(config);
    }
}
