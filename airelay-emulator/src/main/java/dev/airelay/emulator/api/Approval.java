package dev.airelay.emulator.api;

import java.util.Arrays;
import java.util.Locale;

/** How the emulated login server approves a browser login. */
public enum Approval {
    /** The authorize address redirects at once, with a code. */
    AUTOMATIC,
    /** A page with two buttons waits for a person, or for a program in its place. */
    PAGE,
    /** The authorize address redirects at once, with {@code error=access_denied}. */
    DENY;

    /**
     * Returns the approval of this lower-case name.
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

    /** Its lower-case name, for {@link #of}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
