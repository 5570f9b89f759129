package dev.airelay.backend.connect;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Creates connectors that share proxies and trust. Safe for concurrent use. */
public final class Network {

    private final Outbound outbound;
    private final Duration connectTimeout;
    private final NameLookup names;
    private final ClientTls tls;

    /**
     * Creates the outbound connections of one client.
     *
     * @param blockingWork runs name lookups, and reads Java's own CA certificates
     */
    public Network(Outbound outbound, Duration connectTimeout, Executor blockingWork) {
        this.outbound = outbound;
        this.connectTimeout = connectTimeout;
        this.names = new NameLookup(blockingWork);
        this.tls = new ClientTls(outbound.authorities(), blockingWork);
    }

    /** Returns a connector to this endpoint, through the proxy that the rules name for it. */
    public Connector connector(Endpoint endpoint) {
        ProxyServer proxy = outbound.proxies().toward(endpoint).orElse(null);
        return new Connector(new Route(endpoint, proxy, connectTimeout), tls, names);
    }
}
