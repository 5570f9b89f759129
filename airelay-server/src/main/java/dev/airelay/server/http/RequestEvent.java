package dev.airelay.server.http;

/** User events about the current request from handlers nearer to the socket. */
public enum RequestEvent {
    /** The request has been answered there. Its resources are released, and nothing more is written for it. */
    REFUSED
}
