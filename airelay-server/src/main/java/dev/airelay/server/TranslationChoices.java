package dev.airelay.server;

import dev.airelay.config.RelayConfig;
import dev.airelay.config.StoreRequests;
import dev.airelay.transforms.Keeping;
import dev.airelay.transforms.ReasoningExposure;
import dev.airelay.transforms.TranslationSettings;
import java.util.List;
import java.util.stream.Stream;

/** The configuration in the terms of translations. */
final class TranslationChoices {

    private TranslationChoices() {}

    static TranslationSettings of(RelayConfig config) {
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

    private static Keeping keeping(RelayConfig.Responses settings) {
        if (!settings.keep()) {
            return Keeping.OFF;
        }
        return settings.storeTrue() == StoreRequests.LOCAL ? Keeping.ALL : Keeping.UNLESS_ASKED_TO_STORE;
    }

    /** Returns the names of models that are the owner's: further ones and aliases. */
    static List<String> furtherModels(RelayConfig.Models settings) {
        return Stream.concat(
                        settings.extra().stream(),
                        settings.aliases().keySet().stream().sorted())
                .distinct()
                .toList();
    }
}
