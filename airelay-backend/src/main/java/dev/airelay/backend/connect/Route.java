package dev.airelay.backend.connect;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The route to one endpoint.
 *
 * @param proxy null for a direct connection
 * @param tls null for an upstream without TLS
 * @param proxyTls null for a proxy without TLS
 * @param timeout for each step; the caller limits the whole
 */
record Route(
        Endpoint endpoint,
        @Nullable ProxyServer proxy,
        @Nullable SslContext tls,
        @Nullable SslContext proxyTls,
        Duration timeout) {

    /** Returns the host that this machine itself connects to. */
    String firstHost() {
        return proxy == null ? endpoint.host() : proxy.host();
    }

    /** Returns the port that this machine itself connects to. */
    int firstPort() {
        return proxy == null ? endpoint.port() : proxy.port();
    }
}
