package dev.airelay.backend.connect;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Creates connectors that share proxies and trust. Safe for concurrent use. */
public final class Network {

    private final Outbound outbound;
    private final Duration connectTimeout;
    private final NameLookup names;
    private @Nullable SslContext tls;

    /**
     * Creates the outbound connections of one client.
     *
     * @param blockingWork runs name lookups
     */
    public Network(Outbound outbound, Duration connectTimeout, Executor blockingWork) {
        this.outbound = outbound;
        this.connectTimeout = connectTimeout;
        this.names = new NameLookup(blockingWork);
    }

    /** Returns a connector to this endpoint, through the proxy that the rules name for it. */
    public Connector connector(Endpoint endpoint) {
        ProxyServer proxy = outbound.proxies().toward(endpoint).orElse(null);
        SslContext toTarget = endpoint.tls() ? tls() : null;
        SslContext toProxy = proxy != null && proxy.kind() == ProxyServer.Kind.HTTPS ? tls() : null;
        return new Connector(new Route(endpoint, proxy, toTarget, toProxy, connectTimeout), names);
    }

    /** Created when first needed: it reads Java's own CA certificates. */
    private synchronized SslContext tls() {
        SslContext made = tls;
        if (made == null) {
            made = Tls.client(outbound.authorities());
            tls = made;
        }
        return made;
    }
}
