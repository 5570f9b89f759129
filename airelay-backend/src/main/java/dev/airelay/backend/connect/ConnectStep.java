package dev.airelay.backend.connect;

/** One step on the way to an upstream's answer, in order. */
public enum ConnectStep {
    /** The name is looked up: the upstream's, or the proxy's when there is one. */
    DNS,
    /** A connection is opened: to the upstream, or to the proxy. */
    TCP,
    /** The proxy opens a tunnel to the upstream. Left out when there is no proxy. */
    PROXY,
    /** Encryption with the upstream is agreed on and its certificate checked. Left out for plain {@code http}. */
    TLS,
    /** The upstream answers a request. */
    HTTP
}
