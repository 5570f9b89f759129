package dev.airelay.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Puts resolved values where they belong in the record tree. */
final class ConfigAssembly {
    private ConfigAssembly() {}

    static RelayConfig assemble(ConfigResolver from, ConfigSources sources, Path configFile) {
        return new RelayConfig(
                ServerAssembly.server(from),
                new RelayConfig.Paths(
                        configFile, from.get(ConfigKeys.DATA_DIR), from.getBelowDataDir(ConfigKeys.LOGS_DIR)),
                new RelayConfig.Auth(
                        from.get(ConfigKeys.AUTH_STORAGE),
                        from.get(ConfigKeys.BROWSER_OPEN),
                        from.get(ConfigKeys.LOGIN_TIMEOUT)),
                upstream(from, sources),
                new RelayConfig.Models(
                        from.get(ConfigKeys.MODELS_CACHE_TTL),
                        from.get(ConfigKeys.EXTRA_MODELS),
                        from.get(ConfigKeys.MODEL_ALIASES)),
                security(from),
                new RelayConfig.Uploads(
                        from.get(ConfigKeys.MAX_UPLOAD_BYTES), from.get(ConfigKeys.MAX_TOTAL_UPLOAD_BYTES)),
                new RelayConfig.Responses(
                        from.get(ConfigKeys.KEEP_RESPONSES),
                        from.get(ConfigKeys.STORE_TRUE),
                        from.get(ConfigKeys.RESPONSES_TIME_TO_LIVE),
                        from.get(ConfigKeys.RESPONSES_MAX_TOTAL_BYTES)),
                new RelayConfig.Compatibility(
                        from.get(ConfigKeys.STRICT_PARAMETERS),
                        from.get(ConfigKeys.REASONING),
                        from.get(ConfigKeys.MAX_CHOICES)),
                TrafficConfig.of(from));
    }

    private static RelayConfig.Upstream upstream(ConfigResolver from, ConfigSources sources) {
        return new RelayConfig.Upstream(
                from.get(ConfigKeys.UPSTREAM_BASE_URL),
                from.get(ConfigKeys.ISSUER_BASE_URL),
                new RelayConfig.Identity(
                        from.get(ConfigKeys.CLIENT_ID),
                        from.get(ConfigKeys.CLIENT_VERSION),
                        from.get(ConfigKeys.ORIGINATOR)),
                new RelayConfig.Timeouts(
                        from.get(ConfigKeys.CONNECT_TIMEOUT),
                        from.get(ConfigKeys.REQUEST_TIMEOUT),
                        from.get(ConfigKeys.IDLE_TIMEOUT),
                        from.get(ConfigKeys.TOTAL_TIMEOUT)),
                new RelayConfig.AnswerLimits(
                        from.get(ConfigKeys.MAX_EVENT_BYTES), from.get(ConfigKeys.MAX_ANSWER_BYTES)),
                OutboundSettings.of(from, sources),
                new RelayConfig.Retries(
                        from.get(ConfigKeys.RETRY_ATTEMPTS),
                        from.get(ConfigKeys.RETRY_DELAY),
                        from.get(ConfigKeys.RETRY_MAX_DELAY)),
                from.get(ConfigKeys.LIMIT_CACHE),
                from.get(ConfigKeys.MINIMAL_INSTRUCTIONS));
    }

    private static RelayConfig.Security security(ConfigResolver from) {
        Optional<RelayToken> environmentToken =
                from.find(SecurityKeys.BEARER_TOKEN).map(value -> RelayToken.of(value, RelayToken.Source.ENV));
        // Looked at even where they do not count: a wrong value is an error either way.
        List<String> proxies = from.get(SecurityKeys.TRUSTED_PROXIES);
        return new RelayConfig.Security(
                from.get(SecurityKeys.REQUIRE_BEARER_AUTH),
                from.getBelowDataDir(SecurityKeys.BEARER_TOKEN_FILE),
                environmentToken,
                from.get(SecurityKeys.AUTO_GENERATE_BEARER_TOKEN),
                limits(from),
                from.get(SecurityKeys.TRUST_X_FORWARDED_FOR) ? proxies : List.of(),
                from.get(SecurityKeys.ALLOWED_HOSTS),
                from.get(SecurityKeys.ALLOWED_ORIGINS));
    }

    private static RelayConfig.Limits limits(ConfigResolver from) {
        return new RelayConfig.Limits(
                from.get(SecurityKeys.RATE_LIMIT_PER_MINUTE),
                from.get(SecurityKeys.RATE_LIMIT_BURST),
                from.get(SecurityKeys.CONCURRENT_REQUESTS_PER_IP),
                new RelayConfig.Queue(from.get(SecurityKeys.QUEUE_PLACES), from.get(SecurityKeys.QUEUE_TIME)),
                new RelayConfig.FailedAuth(
                        from.get(SecurityKeys.FAILED_AUTH_WINDOW),
                        from.get(SecurityKeys.FAILED_AUTH_MAX_ATTEMPTS),
                        from.get(SecurityKeys.FAILED_AUTH_BLOCK)));
    }
}
