package dev.airelay.transforms.request;

import dev.airelay.transforms.spi.ModelTraits;
import java.util.List;

/** The service tier: the backend has the default one and {@code priority}. */
public final class ServiceTier {

    private static final List<String> TIERS =
            List.of("auto", "default", "flex", "scale", "priority", "fast", "ultrafast");

    private static final String PRIORITY = "priority";

    private ServiceTier() {}

    /** Sets the tier in the model's name, if the model has it. */
    public static void apply(ModelName model, UpstreamBody body) {
        if (model.fast() && offersPriority(model)) {
            body.set(UpstreamMember.SERVICE_TIER, PRIORITY);
        }
    }

    /** Sets the tier if the model has it, and discloses one that it does not have. */
    public static void apply(Value tier, ModelName model, UpstreamBody body, Disclosures disclosures) {
        switch (tier.oneOf(TIERS)) {
            case "priority", "fast" -> {
                if (offersPriority(model)) {
                    body.set(UpstreamMember.SERVICE_TIER, PRIORITY);
                } else {
                    disclosures.ignoreValue(tier.at(), "The model does not offer the priority tier.");
                }
            }
            case "auto", "default" -> {
                // The default behavior.
            }
            default ->
                disclosures.ignoreValue(tier.at(), "The ChatGPT backend offers only the tiers default and priority.");
        }
    }

    private static boolean offersPriority(ModelName model) {
        return model.traits().map(ModelTraits::priorityTier).orElse(true);
    }
}
