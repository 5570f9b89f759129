package dev.airelay.emulator;

/** Who decides about a browser login at the emulated issuer. */
public enum Approval {
    /** The authorize address redirects at once, with a code. */
    AUTOMATIC,
    /** A page with two buttons waits for a person, or for a program that plays one. */
    PAGE,
    /** The authorize address redirects at once, with {@code error=access_denied}. */
    DENY
}
