package dev.airelay.traffic.record;

/** How much of a body is logged. */
public enum BodyLevel {
    /** Nothing. */
    NONE,
    /** Its kind, size and hash. */
    SUMMARY,
    /** Its redacted content, and streams event by event. */
    FULL
}
