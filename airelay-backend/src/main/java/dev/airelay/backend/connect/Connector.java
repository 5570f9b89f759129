package dev.airelay.backend.connect;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Opens connections to one upstream on a given event loop, always by the same route. Safe for concurrent use. */
public final class Connector {

    private final Route route;
    private final ClientTls tls;
    private final NameLookup names;

    Connector(Route route, ClientTls tls, NameLookup names) {
        this.route = route;
        this.tls = tls;
        this.names = names;
    }

    /** Returns the proxy; null for a direct connection. */
    @Nullable
    public ProxyServer proxy() {
        return route.proxy();
    }

    /**
     * Starts to connect. Canceling the future stops at any stage and closes what was opened. Called and completed on the
     * loop; the caller owns the channel.
     */
    public Future<Channel> connect(EventLoop loop) {
        return connect(loop, ConnectProgress.UNWATCHED);
    }

    /** As {@link #connect(EventLoop)}, reporting each step that succeeds. */
    public Future<Channel> connect(EventLoop loop, ConnectProgress progress) {
        return new ConnectAttempt(route, loop, progress).start(tls, names);
    }
}
