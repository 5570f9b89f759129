package dev.airelay.transforms.request;

import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ModelTraits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small catalog of models for tests. */
public final class KnownModels {

    private static final Map<String, ModelTraits> MODELS = Map.of(
            "gpt-5.5", traits("gpt-5.5", "medium", true, "low", "medium", "high", "xhigh"),
            "gpt-5.4-mini", traits("gpt-5.4-mini", "medium", false, "low", "medium", "high", "xhigh"),
            "gpt-5.6-sol", traits("gpt-5.6-sol", "low", true, "low", "medium", "high", "xhigh", "max", "ultra"),
            "gpt-6-astra", traits("gpt-6-astra", "ultra", true, "medium", "high", "ultra"),
            "gpt-5.1-codex", traits("gpt-5.1-codex", "medium", true, "low", "medium", "high"),
            "gpt-7-high", traits("gpt-7-high", "high", true, "low", "high"),
            "gpt-7", traits("gpt-7", "low", true, "low", "high"));

    /** The catalog. */
    public static final ModelDirectory DIRECTORY = name -> Optional.ofNullable(MODELS.get(name));

    private KnownModels() {}

    private static ModelTraits traits(String name, String defaultEffort, boolean priority, String... efforts) {
        return new ModelTraits(name, List.of(efforts), Optional.of(defaultEffort), priority);
    }
}
