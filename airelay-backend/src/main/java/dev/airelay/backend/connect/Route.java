package dev.airelay.backend.connect;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to get to one endpoint.
 *
 * @param proxy null for the direct way
 * @param tls null for an upstream in plain text
 * @param proxyTls null for a proxy that is spoken to in plain text
 * @param timeout for each step; whoever connects also watches over the whole
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
