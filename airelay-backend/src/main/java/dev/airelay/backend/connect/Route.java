package dev.airelay.backend.connect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The route to one endpoint.
 *
 * @param proxy null for a direct connection
 * @param timeout for each step; the caller limits the whole
 */
record Route(Endpoint endpoint, @Nullable ProxyServer proxy, Duration timeout) {

    /** Returns whether the connection to the upstream or that to the proxy is encrypted. */
    boolean needsTls() {
        return endpoint.tls() || proxyTls();
    }

    /** Returns whether the connection to the proxy is encrypted. */
    boolean proxyTls() {
        return proxy != null && proxy.kind() == ProxyServer.Kind.HTTPS;
    }

    /** Returns the host that this machine itself connects to. */
    String firstHost() {
        return proxy == null ? endpoint.host() : proxy.host();
    }

    /** Returns the port that this machine itself connects to. */
    int firstPort() {
        return proxy == null ? endpoint.port() : proxy.port();
    }
}
