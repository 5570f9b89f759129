package dev.airelay.backend.connect;

/** Over what the streams of generations come from the upstream. */
public enum UpstreamTransport {
    /** Over HTTP, each request with the whole conversation. */
    HTTP,
    /** Over a WebSocket where a client is likely to continue a conversation soon, else over HTTP. */
    AUTO,
    /** Over a WebSocket where that is possible. */
    WEBSOCKET
}
