package dev.airelay.backend.call;

import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.ConnectionPool;
import dev.airelay.backend.connect.Connector;
import dev.airelay.backend.connect.Endpoint;
import dev.airelay.backend.connect.Network;
import dev.airelay.backend.connect.TransportFailures;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One host of the backend, with its own cookies and connections. Safe for concurrent use. */
final class Site {

    private final BackendOptions options;
    private final Endpoint endpoint;
    private final RequestHeads heads;
    private final CloudflareCookies cookies;
    private final Connector connector;
    private final TransportFailures failures;
    private final Map<EventLoop, ConnectionPool> pools = new ConcurrentHashMap<>();

    Site(Endpoint endpoint, BackendOptions options, Network network, InstantSource clock) {
        this.options = options;
        this.endpoint = endpoint;
        this.cookies = new CloudflareCookies(endpoint, clock);
        this.heads = new RequestHeads(endpoint, options, cookies);
        this.connector = network.connector(endpoint);
        this.failures = new TransportFailures(endpoint, connector.proxy());
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Writes the heads of requests to this host. */
    RequestHeads heads() {
        return heads;
    }

    CloudflareCookies cookies() {
        return cookies;
    }

    Connector connector() {
        return connector;
    }

    /** The messages of failures of exchanges with this host. */
    TransportFailures failures() {
        return failures;
    }

    /** Returns the idle connections of a loop; used on that loop. */
    ConnectionPool pool(EventLoop loop) {
        return pools.computeIfAbsent(
                loop,
                one -> new ConnectionPool(one, options.maxIdleConnectionsPerLoop(), options.idleConnectionLifetime()));
    }

    /** Closes the idle connections; those in use are closed after their exchange. Any thread. */
    void close() {
        pools.forEach((loop, pool) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(pool::close);
            }
        });
    }
}
