package dev.airelay.backend.connect;

/** Told of each step on the way to a connection, on the event loop. */
@FunctionalInterface
public interface ConnectProgress {

    /** For whoever cares for the outcome only. */
    ConnectProgress UNWATCHED = (hop, detail) -> {};

    /** Called when a step has succeeded; {@code detail} is fit for people. */
    void passed(ConnectStep hop, String detail);
}
