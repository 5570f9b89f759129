package dev.airelay.server.guard;

import dev.airelay.config.RelayConfig;
import dev.airelay.security.AdmissionLimits;
import dev.airelay.security.TrustedProxies;

/** The configuration in the admission's own terms. */
public final class AdmissionSettings {
    /** Far more than one person's machine and its proxies have. */
    private static final int TRACKED_ADDRESSES = 4_096;

    private AdmissionSettings() {}

    public static AdmissionLimits limits(RelayConfig.Limits limits) {
        RelayConfig.FailedAuth failed = limits.failedAuth();
        return new AdmissionLimits(
                limits.requestsPerMinute(),
                limits.burst(),
                limits.concurrentRequests(),
                new AdmissionLimits.Waiting(
                        limits.queue().places(), limits.queue().longest()),
                new AdmissionLimits.FailedAuth(failed.window(), failed.maxAttempts(), failed.block()),
                TRACKED_ADDRESSES);
    }

    public static TrustedProxies proxies(RelayConfig.Security security) {
        return security.trustedProxies().isEmpty()
                ? TrustedProxies.none()
                : TrustedProxies.of(security.trustedProxies());
    }
}
