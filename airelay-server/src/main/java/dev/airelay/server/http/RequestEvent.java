package dev.airelay.server.http;

/** What handlers nearer to the socket tell those behind them of the request in work, as a user event. */
public enum RequestEvent {
    /** The request is answered there. What is held for it is released, and nothing more is written for it. */
    REFUSED
}
