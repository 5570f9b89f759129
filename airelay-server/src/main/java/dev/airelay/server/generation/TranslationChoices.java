package dev.airelay.server.generation;

import dev.airelay.config.RelayConfig;
import dev.airelay.config.StoreRequests;
import dev.airelay.transforms.ReasoningExposure;
import dev.airelay.transforms.TranslationSettings;
import dev.airelay.transforms.memory.RetentionPolicy;
import java.util.List;
import java.util.stream.Stream;

/** The configuration in the terms of translations. */
public final class TranslationChoices {

    private TranslationChoices() {}

    public static TranslationSettings of(RelayConfig config) {
        RelayConfig.Compatibility choices = config.compatibility();
        return TranslationSettings.defaults()
                .withStrictParameters(choices.strictParameters())
                .withMinimalInstructions(config.upstream().minimalInstructions())
                .withReasoning(
                        ReasoningExposure.of(choices.reasoning().wireName()).orElseThrow())
                .withMaxChoices(choices.maxChoices())
                .withModelAliases(config.models().aliases())
                .withKeeping(keeping(config.responses()));
    }

    private static RetentionPolicy keeping(RelayConfig.Responses settings) {
        if (!settings.keep()) {
            return RetentionPolicy.OFF;
        }
        return settings.storeTrue() == StoreRequests.LOCAL
                ? RetentionPolicy.ALL
                : RetentionPolicy.UNLESS_ASKED_TO_STORE;
    }

    /** Returns the names of models that are the owner's: further ones and aliases. */
    public static List<String> furtherModels(RelayConfig.Models settings) {
        return Stream.concat(
                        settings.extra().stream(),
                        settings.aliases().keySet().stream().sorted())
                .distinct()
                .toList();
    }
}
