package dev.airelay.transforms.spi;

import dev.airelay.transforms.memory.RetentionPolicy;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The owner's settings for translations. A request may override single settings; the caller then passes a changed copy.
 *
 * @param strictParameters true turns every ignored parameter into a rejection
 * @param minimalInstructions sent if the client gives no instructions; the upstream refuses empty ones
 * @param reasoning how chat replies show reasoning
 * @param customCalls how chat replies return the calls of custom tools
 * @param maxChoices maximum number of upstream calls of one request, through several choices or prompts; at least 1
 * @param modelAliases the owner's own model names, each with its model and an optional effort suffix; a name that ends
 *     with {@code *} matches all names with this prefix
 * @param keeping the responses that are stored on this machine
 */
public record TranslationSettings(
        boolean strictParameters,
        String minimalInstructions,
        ReasoningExposure reasoning,
        CustomCallForm customCalls,
        int maxChoices,
        Map<String, String> modelAliases,
        RetentionPolicy keeping) {

    /** Copies the aliases; throws {@link IllegalArgumentException} for fewer than one choice. */
    public TranslationSettings {
        if (maxChoices < 1) {
            throw new IllegalArgumentException("maxChoices must be at least 1, was " + maxChoices);
        }
        modelAliases = Map.copyOf(modelAliases);
    }

    /**
     * Returns the model of one of the owner's names. An alias that ends with {@code *} matches all names with its prefix; an
     * exact alias takes precedence, then the longest prefix.
     */
    public Optional<String> aliasOf(String name) {
        String exact = modelAliases.get(name);
        if (exact != null || modelAliases.isEmpty()) {
            return Optional.ofNullable(exact);
        }
        return modelAliases.entrySet().stream()
                .filter(alias -> isPrefix(alias.getKey(), name))
                .max(Comparator.comparingInt(alias -> alias.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private static boolean isPrefix(String alias, String name) {
        int length = alias.length() - 1;
        return length > 0 && alias.charAt(length) == '*' && name.regionMatches(0, alias, 0, length);
    }

    /** Returns the default settings, without stored responses. */
    public static TranslationSettings defaults() {
        return new TranslationSettings(
                false,
                ".",
                ReasoningExposure.REASONING_CONTENT,
                CustomCallForm.CUSTOM,
                8,
                Map.of(),
                RetentionPolicy.OFF);
    }

    /** Returns a copy with another strictness. */
    public TranslationSettings withStrictParameters(boolean strict) {
        return new TranslationSettings(
                strict, minimalInstructions, reasoning, customCalls, maxChoices, modelAliases, keeping);
    }

    /** Returns a copy with other minimal instructions. */
    public TranslationSettings withMinimalInstructions(String instructions) {
        return new TranslationSettings(
                strictParameters, instructions, reasoning, customCalls, maxChoices, modelAliases, keeping);
    }

    /** Returns a copy with another exposure of reasoning. */
    public TranslationSettings withReasoning(ReasoningExposure exposure) {
        return new TranslationSettings(
                strictParameters, minimalInstructions, exposure, customCalls, maxChoices, modelAliases, keeping);
    }

    /** Returns a copy with another form of custom calls. */
    public TranslationSettings withCustomCalls(CustomCallForm form) {
        return new TranslationSettings(
                strictParameters, minimalInstructions, reasoning, form, maxChoices, modelAliases, keeping);
    }

    /** Returns a copy with another limit on choices. */
    public TranslationSettings withMaxChoices(int choices) {
        return new TranslationSettings(
                strictParameters, minimalInstructions, reasoning, customCalls, choices, modelAliases, keeping);
    }

    /** Returns a copy with other model aliases. */
    public TranslationSettings withModelAliases(Map<String, String> aliases) {
        return new TranslationSettings(
                strictParameters, minimalInstructions, reasoning, customCalls, maxChoices, aliases, keeping);
    }

    /** Returns a copy with another policy for storing responses. */
    public TranslationSettings withKeeping(RetentionPolicy which) {
        return new TranslationSettings(
                strictParameters, minimalInstructions, reasoning, customCalls, maxChoices, modelAliases, which);
    }
}
