package dev.airelay.server.generation;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.transforms.memory.RetentionPolicy;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.TranslationSettings;
import java.util.List;
import java.util.stream.Stream;

/** Maps the configuration to the settings of translations. */
public final class TranslationChoices {

    /** The value of {@code responses.store_true} that stores the responses of such requests on this machine. */
    private static final String STORED_HERE = "local";

    private TranslationChoices() {}

    public static TranslationSettings of(RelayConfig config) {
        return TranslationSettings.defaults()
                .withStrictParameters(config.get(ConfigKeys.STRICT_PARAMETERS))
                .withMinimalInstructions(config.get(ConfigKeys.MINIMAL_INSTRUCTIONS))
                .withReasoning(
                        ReasoningExposure.of(config.get(ConfigKeys.REASONING)).orElseThrow())
                .withCustomCalls(
                        CustomCallForm.of(config.get(ConfigKeys.CUSTOM_CALLS)).orElseThrow())
                .withMaxChoices(config.get(ConfigKeys.MAX_CHOICES))
                .withModelAliases(config.get(ConfigKeys.MODEL_ALIASES))
                .withKeeping(keeping(config));
    }

    private static RetentionPolicy keeping(RelayConfig config) {
        if (!config.get(ConfigKeys.KEEP_RESPONSES)) {
            return RetentionPolicy.OFF;
        }
        return config.get(ConfigKeys.STORE_TRUE).equals(STORED_HERE)
                ? RetentionPolicy.ALL
                : RetentionPolicy.UNLESS_ASKED_TO_STORE;
    }

    /** Returns the owner's names of models: additional ones, and single-name aliases. */
    public static List<String> furtherModels(RelayConfig config) {
        return Stream.concat(
                        config.get(ConfigKeys.EXTRA_MODELS).stream(),
                        config.get(ConfigKeys.MODEL_ALIASES).keySet().stream()
                                .filter(alias -> !alias.endsWith("*"))
                                .sorted())
                .distinct()
                .toList();
    }
}
