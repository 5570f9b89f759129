package dev.airelay.emulator.api;

import java.util.Arrays;
import java.util.Locale;

/** Who decides about a browser login at the emulated issuer. */
public enum Approval {
    /** The authorize address redirects at once, with a code. */
    AUTOMATIC,
    /** A page with two buttons waits for a person, or for a program that plays one. */
    PAGE,
    /** The authorize address redirects at once, with {@code error=access_denied}. */
    DENY;

    /**
     * The approval of that name in lower case.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Approval of(String name) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("approval must be automatic, page or deny, was '" + name + "'"));
    }

    /** Its name in lower case, as {@link #of} takes it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
