package dev.airelay.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings as {@code airelay status} and {@code GET /v1/relay/status} show them. Holds no token, only its
 * fingerprint.
 *
 * @param fields names and values in the order they are shown
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
     * @param token asked once, by {@link RelayTokenSource#current()}
     */
    public static ConfigSummary of(LoadedConfig loaded, int boundPort, RelayTokenSource token) {
        RelayConfig config = loaded.config();
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("app_name", "AIRelay"));
        fields.add(new Field("config_path", config.paths().configFile().toString()));
        fields.add(new Field("config_exists", loaded.configFileExists()));
        fields.add(new Field("host", config.server().host()));
        fields.add(new Field("port", boundPort));
        fields.add(new Field("auth_storage_mode", config.auth().storage().wireName()));
        fields.add(new Field("data_dir", config.paths().dataDir().toString()));
        fields.add(new Field("auth_file", config.paths().authFile().toString()));
        fields.add(new Field("logs_dir", config.paths().logsDir().toString()));
        fields.add(new Field("browser_open", config.auth().browserOpen()));
        addToken(fields, config.security(), token.current());
        addLimits(fields, config.security().limits());
        fields.add(new Field(
                "trust_x_forwarded_for", !config.security().trustedProxies().isEmpty()));
        fields.add(new Field("max_upload_bytes", config.uploads().maxUploadBytes()));
        fields.add(new Field("max_total_upload_bytes", config.uploads().maxTotalUploadBytes()));
        fields.add(new Field(
                "client_base_url", config.server().clientBaseUrl(boundPort).toString()));
        return new ConfigSummary(fields);
    }

    private static void addToken(List<Field> fields, RelayConfig.Security security, Optional<RelayToken> token) {
        fields.add(new Field("require_bearer_auth", security.requireBearerAuth()));
        fields.add(new Field("bearer_token_file", security.bearerTokenFile().toString()));
        fields.add(new Field("bearer_token_present", token.isPresent()));
        fields.add(new Field(
                "bearer_token_source",
                token.map(RelayToken::source).map(RelayToken.Source::wireName).orElse(null)));
        fields.add(new Field(
                "bearer_token_fingerprint", token.map(RelayToken::fingerprint).orElse(null)));
        fields.add(new Field("auto_generate_bearer_token", security.autoGenerateBearerToken()));
    }

    private static void addLimits(List<Field> fields, RelayConfig.Limits limits) {
        fields.add(new Field("rate_limit_per_minute", limits.requestsPerMinute()));
        fields.add(new Field("rate_limit_burst", limits.burst()));
        fields.add(new Field("concurrent_requests_per_ip", limits.concurrentRequests()));
        fields.add(new Field(
                "failed_auth_window_seconds", seconds(limits.failedAuth().window())));
        fields.add(new Field("failed_auth_max_attempts", limits.failedAuth().maxAttempts()));
        fields.add(new Field(
                "failed_auth_block_seconds", seconds(limits.failedAuth().block())));
    }

    private static Object seconds(Duration duration) {
        return duration.getNano() == 0 ? (Object) duration.getSeconds() : (Object) (duration.toNanos() / 1e9);
    }
}
