package dev.airelay.backend.connect;

/** The steps to an upstream's response, in order. */
public enum ConnectStep {
    /** Name look-up: the upstream's, or the proxy's if there is one. */
    DNS,
    /** Opening a connection to the upstream or the proxy. */
    TCP,
    /** The proxy's tunnel to the upstream. Omitted if there is no proxy. */
    PROXY,
    /** The TLS handshake with the upstream, including its certificate. Omitted for plain {@code http}. */
    TLS,
    /** A response of the upstream. */
    HTTP
}
