package dev.airelay.traffic.record;

import java.util.Arrays;
import java.util.Locale;

/** How much of a body is logged. */
public enum BodyLevel {
    /** Nothing. */
    NONE,
    /** Its kind, size and hash. */
    SUMMARY,
    /** Its redacted content, and streams event by event. */
    FULL;

    /** Returns the name in settings and status objects. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the level with this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static BodyLevel named(String wireName) {
        return Arrays.stream(values())
                .filter(level -> level.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such level of logged bodies: " + wireName));
    }
}
