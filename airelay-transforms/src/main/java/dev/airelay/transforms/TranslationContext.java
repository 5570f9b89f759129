package dev.airelay.transforms;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What a translation may depend on besides the request's body: settings, what is known of models and files, and where
 * time and ids come from.
 *
 * @param settings what the owner decides
 * @param origin what route and headers say
 * @param models the models that the upstream serves
 * @param files the uploaded files that the request refers to, see {@link Dialect#uploadedFiles}
 * @param ids supplies fresh unpredictable id tokens of letters and digits, without a prefix
 * @param clock the current time, used where the upstream reports none; asked when a reply begins and when it ends
 */
public record TranslationContext(
        TranslationSettings settings,
        RequestOrigin origin,
        ModelDirectory models,
        FileDirectory files,
        Supplier<String> ids,
        InstantSource clock) {

    /** Returns the current time in whole seconds. */
    public long epochSeconds() {
        return clock.instant().getEpochSecond();
    }
}
