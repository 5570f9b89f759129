package dev.airelay.store.frame;

/** The order of a list by time of creation. */
public enum Order {
    /** Oldest first. */
    ASCENDING,
    /** Newest first. */
    DESCENDING
}
