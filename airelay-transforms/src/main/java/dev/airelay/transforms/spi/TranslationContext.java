package dev.airelay.transforms.spi;

import dev.airelay.transforms.memory.History;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The inputs of a translation besides the request's body: settings, known models and files, and the sources of time and ids.
 *
 * @param settings the owner's settings
 * @param origin the facts from route and headers
 * @param models the models that the upstream serves
 * @param files the uploaded files that the request and its history refer to, see {@link Dialect#uploadedFiles}
 * @param history the objects in the relay's store that the request refers to, see {@link Dialect#references}
 * @param ids supplies fresh unpredictable id tokens of letters and digits, without a prefix
 * @param clock the current time, used if the upstream reports none; read when a reply begins and when it ends
 */
public record TranslationContext(
        TranslationSettings settings,
        RequestOrigin origin,
        ModelDirectory models,
        FileDirectory files,
        History history,
        Supplier<String> ids,
        InstantSource clock) {

    private static final int ID_BYTES = 16;

    /**
     * Returns the context of a program that translates single requests: default settings, all tools allowed, no files, no stored
     * conversations, any model name, random ids, and the system's clock. Safe to share between requests and threads.
     */
    public static TranslationContext defaults() {
        SecureRandom random = new SecureRandom();
        return new TranslationContext(
                TranslationSettings.defaults(),
                new RequestOrigin(true, Optional.empty()),
                ModelDirectory.unknown(),
                FileDirectory.empty(),
                () -> {
                    byte[] id = new byte[ID_BYTES];
                    random.nextBytes(id);
                    return HexFormat.of().formatHex(id);
                },
                InstantSource.system());
    }

    /** Creates the context of a request without references to stored objects. */
    public TranslationContext(
            TranslationSettings settings,
            RequestOrigin origin,
            ModelDirectory models,
            FileDirectory files,
            Supplier<String> ids,
            InstantSource clock) {
        this(settings, origin, models, files, History.none(), ids, clock);
    }

    /** Returns a copy with other settings. */
    public TranslationContext withSettings(TranslationSettings other) {
        return new TranslationContext(other, origin, models, files, history, ids, clock);
    }

    /** Returns a copy with the objects that the request refers to. */
    public TranslationContext withHistory(History found) {
        return new TranslationContext(settings, origin, models, files, found, ids, clock);
    }

    /** Returns the current time in whole seconds. */
    public long epochSeconds() {
        return clock.instant().getEpochSecond();
    }
}
