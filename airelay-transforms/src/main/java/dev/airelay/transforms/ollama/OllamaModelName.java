package dev.airelay.transforms.ollama;

import dev.airelay.transforms.request.ModelName;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ModelTraits;
import dev.airelay.transforms.spi.TranslationSettings;
import java.util.Optional;

/** A model's name as Ollama's clients write it: with the tag {@code :latest} if they have no other. */
public final class OllamaModelName {

    private static final String LATEST = ":latest";

    private OllamaModelName() {}

    /** Returns the name without the tag, unless the owner's aliases contain the name with it. */
    public static String untagged(String name, TranslationSettings settings) {
        return name.length() > LATEST.length()
                        && name.endsWith(LATEST)
                        && settings.aliasOf(name).isEmpty()
                ? name.substring(0, name.length() - LATEST.length())
                : name;
    }

    /** Returns the listed model for a request with this name; empty if there is none. */
    public static Optional<String> listed(String name, TranslationSettings settings, ModelDirectory models) {
        return ModelName.of(untagged(name, settings), settings, models).traits().map(ModelTraits::name);
    }
}
