package dev.airelay.transforms.request;

import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ModelTraits;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The model that a request names: the upstream's own name, an alias, or either with a suffix for effort or tier, for clients
 * that can choose only a model.
 *
 * <p>A suffix is removed only if that leaves a model that the upstream lists; a listed name is never shortened. A name
 * without a listed model is sent unchanged, so that the upstream decides.
 *
 * @param wireName the name for the upstream
 * @param traits the known properties of the model
 * @param effort the effort in the name
 * @param fast whether the name requests the priority tier
 */
public record ModelName(String wireName, Optional<ModelTraits> traits, Optional<String> effort, boolean fast) {

    private static final String PROVIDER = "openai/";
    private static final List<String> EFFORTS =
            List.of("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra");
    private static final String FAST = "fast";
    private static final String LATEST = "-latest";
    private static final String TAG = ":latest";
    private static final String FAMILY = "gpt";

    /** Resolves the value of {@code model}. */
    public static ModelName of(Value model, TranslationContext context) {
        return of(model.shortText(), context.settings(), context.models());
    }

    /** Resolves a name. */
    public static ModelName of(String asked, TranslationSettings settings, ModelDirectory models) {
        String name = settings.aliasOf(asked).orElse(asked);
        return resolve(new ModelName(name, Optional.empty(), Optional.empty(), false), models)
                .orElseGet(() -> new ModelName(bare(name), Optional.empty(), Optional.empty(), false));
    }

    private static Optional<ModelName> resolve(ModelName name, ModelDirectory models) {
        Optional<ModelTraits> listed = listed(name.wireName(), models);
        if (listed.isPresent()) {
            return listed.filter(traits -> name.effortFits(traits))
                    .map(traits -> new ModelName(traits.name(), listed, name.effort(), name.fast()));
        }
        String whole = name.wireName();
        Optional<String> withoutFast = name.fast() ? Optional.empty() : withoutSuffix(whole, FAST, "-_:");
        if (withoutFast.isPresent()) {
            return resolve(new ModelName(withoutFast.get(), Optional.empty(), name.effort(), true), models);
        }
        String unclosed = whole.endsWith(")") ? whole.substring(0, whole.length() - 1) : whole;
        for (String effort : name.effort().isEmpty() ? EFFORTS : List.<String>of()) {
            Optional<String> cut = withoutSuffix(unclosed, effort, "-_:(");
            if (cut.isPresent()) {
                return resolve(new ModelName(cut.get(), Optional.empty(), Optional.of(effort), name.fast()), models);
            }
        }
        return Optional.empty();
    }

    /** Returns the part before the suffix and its separator. */
    private static Optional<String> withoutSuffix(String name, String suffix, String separators) {
        int separator = name.length() - suffix.length() - 1;
        return separator > 0 && name.endsWith(suffix) && separators.indexOf(name.charAt(separator)) >= 0
                ? Optional.of(name.substring(0, separator))
                : Optional.empty();
    }

    /** There are models named "max" too, so this suffix must be an effort that the model before it accepts. */
    private boolean effortFits(ModelTraits traits) {
        return !effort.equals(Optional.of("max"))
                || traits.efforts().isEmpty()
                || traits.efforts().contains("max");
    }

    private static Optional<ModelTraits> listed(String name, ModelDirectory models) {
        // Most clients write a listed name.
        Optional<ModelTraits> asWritten = models.find(name);
        if (asWritten.isPresent()) {
            return asWritten;
        }
        String bare = bare(name);
        String lower = bare.toLowerCase(Locale.ROOT);
        String hyphenated = hyphenated(lower);
        return models.find(bare)
                .or(() -> models.find(lower))
                .or(() -> models.find(hyphenated))
                .or(() -> models.find(undated(hyphenated)))
                .or(() -> models.find(untagged(hyphenated)));
    }

    /** {@code gpt5} is {@code gpt-5}. */
    private static String hyphenated(String name) {
        for (int at = name.indexOf(FAMILY); at >= 0; at = name.indexOf(FAMILY, at + 1)) {
            int version = at + FAMILY.length();
            if (version < name.length() && name.charAt(version) >= '0' && name.charAt(version) <= '9') {
                return name.substring(0, version) + "-" + name.substring(version);
            }
        }
        return name;
    }

    private static String undated(String name) {
        int latest = name.lastIndexOf(LATEST);
        return latest > 0 ? name.substring(0, latest) + name.substring(latest + LATEST.length()) : name;
    }

    /** Ollama's clients add the tag {@code :latest} to a name without one. */
    private static String untagged(String name) {
        return name.endsWith(TAG) ? name.substring(0, name.length() - TAG.length()) : name;
    }

    private static String bare(String name) {
        boolean prefixed = name.length() > PROVIDER.length() && name.startsWith(PROVIDER);
        return prefixed ? name.substring(PROVIDER.length()) : name;
    }
}
