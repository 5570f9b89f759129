package dev.airelay.config;

import java.util.Locale;

/** How much of requests and answers the traffic log keeps. */
public enum LoggedBodies {
    /** Nothing of them; who asked what, when and with which result is logged all the same. */
    NONE,
    /** Kind, size and hash. */
    SUMMARY,
    /** Their text without secrets, and streams event by event. */
    FULL;

    /** The name used in the file, the environment and flags. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
