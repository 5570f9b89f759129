package dev.airelay.transforms.request;

import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.RetentionPolicy;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Translation contexts for tests; ids and time are fixed. */
public final class Contexts {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000L));

    private Contexts() {}

    /** Returns the context of an ordinary request. */
    public static TranslationContext ordinary() {
        return of(true, false, Optional.empty());
    }

    /** Returns the context of a request that must not ignore anything. */
    public static TranslationContext strict() {
        return of(true, true, Optional.empty());
    }

    /** Returns the context of a request on a route without tools. */
    public static TranslationContext withoutTools() {
        return of(false, false, Optional.empty());
    }

    /** Returns the context of a request with a conversation key in a header. */
    public static TranslationContext ofSession(String session) {
        return of(true, false, Optional.of(session));
    }

    /** Returns the context of a relay with these settings. */
    public static TranslationContext of(TranslationSettings settings) {
        return of(settings, true, Optional.empty());
    }

    /** Returns the context of a relay that stores responses and has these. */
    public static TranslationContext remembering(History history) {
        return knowing(ModelDirectory.unknown(), UploadedFiles.DIRECTORY).withHistory(history);
    }

    /** Returns a context in which the upstream's models and some uploaded files are known. */
    public static TranslationContext knowing(ModelDirectory models, FileDirectory files) {
        return new TranslationContext(
                TranslationSettings.defaults().withKeeping(RetentionPolicy.UNLESS_ASKED_TO_STORE),
                new RequestOrigin(true, Optional.empty()),
                models,
                files,
                () -> "testid",
                CLOCK);
    }

    private static TranslationContext of(boolean toolsAllowed, boolean strict, Optional<String> session) {
        TranslationSettings settings =
                TranslationSettings.defaults().withKeeping(RetentionPolicy.UNLESS_ASKED_TO_STORE);
        return of(settings.withStrictParameters(strict), toolsAllowed, session);
    }

    private static TranslationContext of(TranslationSettings settings, boolean toolsAllowed, Optional<String> session) {
        return new TranslationContext(
                settings,
                new RequestOrigin(toolsAllowed, session),
                ModelDirectory.unknown(),
                FileDirectory.empty(),
                () -> "testid",
                CLOCK);
    }
}
