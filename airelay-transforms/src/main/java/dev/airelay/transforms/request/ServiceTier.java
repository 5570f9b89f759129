package dev.airelay.transforms.request;

import java.util.List;

/** The service tier: the backend knows the default one and {@code priority}. */
public final class ServiceTier {

    private static final List<String> TIERS =
            List.of("auto", "default", "flex", "scale", "priority", "fast", "ultrafast");

    private ServiceTier() {}

    /** Puts the tier into the body where the backend has it, and discloses one that it does not have. */
    public static void apply(Value tier, UpstreamBody body, Disclosures disclosures) {
        switch (tier.oneOf(TIERS)) {
            case "priority", "fast" -> body.set(UpstreamMember.SERVICE_TIER, "priority");
            case "auto", "default" -> {
                // What happens anyway.
            }
            default ->
                disclosures.ignoreValue(tier.at(), "The ChatGPT backend has only the tiers default and priority.");
        }
    }
}
