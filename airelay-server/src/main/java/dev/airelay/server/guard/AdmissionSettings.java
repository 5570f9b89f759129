package dev.airelay.server.guard;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.security.AdmissionLimits;
import dev.airelay.security.TrustedProxies;

/** Maps the configuration to the settings of the admission. */
public final class AdmissionSettings {
    /** Far more than one person's machine and its proxies have. */
    private static final int TRACKED_ADDRESSES = 4_096;

    private AdmissionSettings() {}

    public static AdmissionLimits limits(RelayConfig config) {
        return new AdmissionLimits(
                config.get(ConfigKeys.RATE_LIMIT_PER_MINUTE),
                config.get(ConfigKeys.RATE_LIMIT_BURST),
                config.get(ConfigKeys.CONCURRENT_REQUESTS_PER_IP),
                new AdmissionLimits.Waiting(config.get(ConfigKeys.QUEUE_PLACES), config.get(ConfigKeys.QUEUE_TIME)),
                new AdmissionLimits.FailedAuth(
                        config.get(ConfigKeys.FAILED_AUTH_WINDOW),
                        config.get(ConfigKeys.FAILED_AUTH_MAX_ATTEMPTS),
                        config.get(ConfigKeys.FAILED_AUTH_BLOCK)),
                TRACKED_ADDRESSES);
    }

    public static TrustedProxies proxies(RelayConfig config) {
        return config.trustedProxies().isEmpty() ? TrustedProxies.none() : TrustedProxies.of(config.trustedProxies());
    }
}
