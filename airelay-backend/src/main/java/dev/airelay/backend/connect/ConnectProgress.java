package dev.airelay.backend.connect;

/** Notified of each step of connecting, on the event loop. */
@FunctionalInterface
public interface ConnectProgress {

    /** For callers that need only the outcome. */
    ConnectProgress UNWATCHED = (hop, detail) -> {};

    /** Called when a step has succeeded; {@code detail} can be shown to people. */
    void passed(ConnectStep hop, String detail);
}
