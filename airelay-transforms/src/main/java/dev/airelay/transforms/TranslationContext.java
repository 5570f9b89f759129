package dev.airelay.transforms;

import java.util.function.Supplier;

/**
 * What a translation may depend on besides the request's body: settings, what is known of models and files, and time and
 * ids as plain inputs.
 *
 * @param settings what the owner decides
 * @param origin what route and headers say
 * @param models the models that the upstream serves
 * @param files the uploaded files that the request refers to, see {@link Dialect#uploadedFiles}
 * @param ids supplies fresh unpredictable id tokens of letters and digits, without a prefix
 * @param epochSeconds the current time, used where the upstream reports none
 */
public record TranslationContext(
        TranslationSettings settings,
        RequestOrigin origin,
        ModelDirectory models,
        FileDirectory files,
        Supplier<String> ids,
        long epochSeconds) {}
