package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSummaryTest {
    @TempDir
    Path directory;

    @Test
    void summaryHasTheFieldsOfTheStatusObjectInOrder() {
        LoadedConfig loaded = load(Map.of("AIRELAY_FAILED_AUTH_WINDOW_SECONDS", "1.5"), Map.of("server.port", "0"));
        RelayToken token = RelayToken.of("s3cret", RelayToken.Source.MEMORY);

        ConfigSummary summary = ConfigSummary.of(loaded, 4711, RelayTokenSource.fixed(token));

        assertThat(text(summary)).isEqualTo("""
                        app_name=AIRelay
                        config_path=HOME/.config/airelay/config.toml
                        config_exists=false
                        host=127.0.0.1
                        port=4711
                        auth_storage_mode=auto
                        data_dir=HOME/.airelay
                        auth_file=HOME/.airelay/auth.json
                        logs_dir=HOME/.airelay/logs
                        browser_open=true
                        require_bearer_auth=true
                        bearer_token_file=HOME/.airelay/relay-token
                        bearer_token_present=true
                        bearer_token_source=memory
                        bearer_token_fingerprint=1ec1c26b50d5
                        auto_generate_bearer_token=false
                        rate_limit_per_minute=120
                        rate_limit_burst=40
                        concurrent_requests_per_ip=8
                        failed_auth_window_seconds=1.5
                        failed_auth_max_attempts=8
                        failed_auth_block_seconds=900
                        trust_x_forwarded_for=false
                        max_upload_bytes=33554432
                        max_total_upload_bytes=268435456
                        client_base_url=http://127.0.0.1:4711/v1
                        """);
    }

    private LoadedConfig load(Map<String, String> environment, Map<String, String> flags) {
        return ConfigLoader.load(new ConfigSources(environment, flags, directory, directory.resolve("work")));
    }

    private String text(ConfigSummary summary) {
        StringBuilder text = new StringBuilder();
        for (ConfigSummary.Field field : summary.fields()) {
            text.append(field.name()).append('=').append(field.value()).append('\n');
        }
        return text.toString().replace(directory.toString(), "HOME");
    }

    @Test
    void withoutATokenItsFieldsAreNull() {
        LoadedConfig loaded = load(Map.of(), Map.of());

        ConfigSummary summary = ConfigSummary.of(loaded, 8080, RelayTokenSource.of(loaded.config(), () -> 0));

        assertThat(summary.fields())
                .contains(
                        new ConfigSummary.Field("bearer_token_present", false),
                        new ConfigSummary.Field("bearer_token_source", null),
                        new ConfigSummary.Field("bearer_token_fingerprint", null));
    }
}
