package dev.airelay.backend.connect;

/** The transport of streamed generations from the upstream: the values of {@code upstream.transport}. */
public enum UpstreamTransport {
    /** Over HTTP, each request with the whole conversation. */
    HTTP,
    /** Over a WebSocket where a client is likely to continue a conversation soon, else over HTTP. */
    AUTO,
    /** Over a WebSocket where that is possible. */
    WEBSOCKET
}
