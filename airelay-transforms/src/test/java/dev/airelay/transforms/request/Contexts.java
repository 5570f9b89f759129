package dev.airelay.transforms.request;

import dev.airelay.transforms.TranslationContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Translation contexts for tests; ids and time are fixed. */
public final class Contexts {

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

    private static TranslationContext of(boolean toolsAllowed, boolean strict, Optional<String> session) {
        return new TranslationContext(
                toolsAllowed,
                strict,
                ".",
                session,
                () -> "testid",
                InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000L)));
    }
}
