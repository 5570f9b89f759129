package dev.airelay.transforms.request;

import dev.airelay.transforms.ModelDirectory;
import dev.airelay.transforms.ModelTraits;
import dev.airelay.transforms.TranslationContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The model that a request names: the upstream's own name, an alias, or either with a suffix for effort or tier, which
 * clients use that can choose nothing but a model.
 *
 * <p>A suffix is cut only when that leaves a model that the upstream lists; a listed name is never cut. A name that leads
 * to no listed model is sent as it is, so that the upstream judges it.
 *
 * @param wireName the name for the upstream
 * @param traits what is known of the model
 * @param effort the effort that the name asks for
 * @param fast whether the name asks for the priority tier
 */
public record ModelName(String wireName, Optional<ModelTraits> traits, Optional<String> effort, boolean fast) {

    private static final String PROVIDER = "openai/";
    private static final Pattern EFFORT_SUFFIX =
            Pattern.compile("(.+?)(?:[-_:]|\\()(none|minimal|low|medium|high|xhigh|max|ultra)\\)?");
    private static final Pattern FAST_SUFFIX = Pattern.compile("(.+?)[-_:]fast");
    private static final Pattern WITHOUT_HYPHEN = Pattern.compile("gpt(\\d.*)");
    private static final Pattern LATEST = Pattern.compile("(.+)-latest");

    /** Returns what the value of {@code model} stands for. */
    public static ModelName of(Value model, TranslationContext context) {
        String asked = model.nonEmptyText();
        String name = context.settings().modelAliases().getOrDefault(asked, asked);
        ModelDirectory models = context.models();
        return resolve(new ModelName(name, Optional.empty(), Optional.empty(), false), models)
                .orElseGet(() -> new ModelName(bare(name), Optional.empty(), Optional.empty(), false));
    }

    private static Optional<ModelName> resolve(ModelName name, ModelDirectory models) {
        Optional<ModelTraits> listed = listed(name.wireName(), models);
        if (listed.isPresent()) {
            return listed.filter(traits -> name.effortFits(traits))
                    .map(traits -> new ModelName(traits.name(), listed, name.effort(), name.fast()));
        }
        Matcher fast = FAST_SUFFIX.matcher(name.wireName());
        if (!name.fast() && fast.matches()) {
            return resolve(new ModelName(fast.group(1), Optional.empty(), name.effort(), true), models);
        }
        Matcher effort = EFFORT_SUFFIX.matcher(name.wireName());
        if (name.effort().isEmpty() && effort.matches()) {
            Optional<String> cut = Optional.of(effort.group(2));
            return resolve(new ModelName(effort.group(1), Optional.empty(), cut, name.fast()), models);
        }
        return Optional.empty();
    }

    /** Models are named "max" too, so this suffix must be an effort that the model before it takes. */
    private boolean effortFits(ModelTraits traits) {
        return !effort.equals(Optional.of("max"))
                || traits.efforts().isEmpty()
                || traits.efforts().contains("max");
    }

    private static Optional<ModelTraits> listed(String name, ModelDirectory models) {
        String bare = bare(name);
        String lower = bare.toLowerCase(Locale.ROOT);
        String hyphenated = WITHOUT_HYPHEN.matcher(lower).replaceFirst("gpt-$1");
        String undated = LATEST.matcher(hyphenated).replaceFirst("$1");
        return List.of(name, bare, lower, hyphenated, undated).stream()
                .flatMap(candidate -> models.find(candidate).stream())
                .findFirst();
    }

    private static String bare(String name) {
        boolean prefixed = name.length() > PROVIDER.length() && name.startsWith(PROVIDER);
        return prefixed ? name.substring(PROVIDER.length()) : name;
    }
}
