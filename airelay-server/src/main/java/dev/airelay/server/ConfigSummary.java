package dev.airelay.server;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings as {@code airelay status} and {@code GET /v1/relay/status} show them. Contains no token, only its
 * fingerprint.
 *
 * @param fields names and values in display order
 */
public record ConfigSummary(List<Field> fields) {
    /**
     * One name and value.
     *
     * @param name as in JSON
     * @param value a String, Boolean, Integer, Long, Double or null
     */
    public record Field(String name, @Nullable Object value) {}

    /** Copies the list. */
    public ConfigSummary {
        fields = List.copyOf(fields);
    }

    /**
     * The summary of these settings.
     *
     * @param boundPort the port in use, which differs from the configured one when that is 0
     * @param token read once, by {@link RelayTokenSource#current()}
     */
    public static ConfigSummary of(LoadedConfig loaded, int boundPort, RelayTokenSource token) {
        RelayConfig config = loaded.config();
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("app_name", "AIRelay"));
        fields.add(new Field("config_path", config.configFile().toString()));
        fields.add(new Field("config_exists", loaded.configFileExists()));
        fields.add(new Field("host", config.get(ConfigKeys.HOST)));
        fields.add(new Field("port", boundPort));
        fields.add(new Field("auth_storage_mode", config.get(ConfigKeys.AUTH_STORAGE)));
        fields.add(new Field("data_dir", config.get(ConfigKeys.DATA_DIR).toString()));
        fields.add(new Field("auth_file", config.authFile().toString()));
        fields.add(new Field("logs_dir", config.get(ConfigKeys.LOGS_DIR).toString()));
        fields.add(new Field("browser_open", config.get(ConfigKeys.BROWSER_OPEN)));
        addToken(fields, config, token.current());
        addLimits(fields, config);
        fields.add(new Field("trust_x_forwarded_for", !config.trustedProxies().isEmpty()));
        fields.add(new Field("max_upload_bytes", config.get(ConfigKeys.MAX_UPLOAD_BYTES)));
        fields.add(new Field("max_total_upload_bytes", config.get(ConfigKeys.MAX_TOTAL_UPLOAD_BYTES)));
        fields.add(new Field("client_base_url", config.clientBaseUrl(boundPort).toString()));
        return new ConfigSummary(fields);
    }

    private static void addToken(List<Field> fields, RelayConfig config, Optional<RelayToken> token) {
        fields.add(new Field("require_bearer_auth", config.get(ConfigKeys.REQUIRE_BEARER_AUTH)));
        fields.add(new Field(
                "bearer_token_file", config.get(ConfigKeys.BEARER_TOKEN_FILE).toString()));
        fields.add(new Field("bearer_token_present", token.isPresent()));
        fields.add(new Field(
                "bearer_token_source",
                token.map(RelayToken::source).map(RelayToken.Source::wireName).orElse(null)));
        fields.add(new Field(
                "bearer_token_fingerprint", token.map(RelayToken::fingerprint).orElse(null)));
        fields.add(new Field("auto_generate_bearer_token", config.get(ConfigKeys.AUTO_GENERATE_BEARER_TOKEN)));
    }

    private static void addLimits(List<Field> fields, RelayConfig config) {
        fields.add(new Field("rate_limit_per_minute", config.get(ConfigKeys.RATE_LIMIT_PER_MINUTE)));
        fields.add(new Field("rate_limit_burst", config.get(ConfigKeys.RATE_LIMIT_BURST)));
        fields.add(new Field("concurrent_requests_per_ip", config.get(ConfigKeys.CONCURRENT_REQUESTS_PER_IP)));
        fields.add(new Field("failed_auth_window_seconds", seconds(config.get(ConfigKeys.FAILED_AUTH_WINDOW))));
        fields.add(new Field("failed_auth_max_attempts", config.get(ConfigKeys.FAILED_AUTH_MAX_ATTEMPTS)));
        fields.add(new Field("failed_auth_block_seconds", seconds(config.get(ConfigKeys.FAILED_AUTH_BLOCK))));
    }

    private static Object seconds(Duration duration) {
        return duration.getNano() == 0 ? (Object) duration.getSeconds() : (Object) (duration.toNanos() / 1e9);
    }
}
