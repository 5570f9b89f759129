package dev.airelay.server.edge;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** The client connections that are open now, so that they can be counted, told and closed. Safe for concurrent use. */
public final class OpenConnections {

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger sockets = new AtomicInteger();
    private final int most;

    /**
     * Creates an empty set.
     *
     * @param most how many connections may be served at once
     */
    public OpenConnections(int most) {
        this.most = most;
    }

    /**
     * Takes a connection in until it closes.
     *
     * @return false when it is one too many, and must be refused
     */
    boolean add(Channel channel) {
        channels.add(channel);
        if (admitted.incrementAndGet() > most) {
            admitted.decrementAndGet();
            return false;
        }
        channel.closeFuture().addListener(closed -> admitted.decrementAndGet());
        return true;
    }

    /** Returns how many are open, those about to be refused included. */
    public int size() {
        return channels.size();
    }

    /** Counts a connection as a WebSocket until it closes. */
    void upgraded(Channel channel) {
        sockets.incrementAndGet();
        channel.closeFuture().addListener(closed -> sockets.decrementAndGet());
    }

    /** Returns how many are WebSockets. */
    public int sockets() {
        return sockets.get();
    }

    /** Returns what completes when all that are open now have been closed, by whomever. */
    public ChannelGroupFuture emptied() {
        return channels.newCloseFuture();
    }

    /** Tells each of those open now, on its own event loop. */
    public void tell(Object event) {
        channels.forEach(channel -> channel.pipeline().fireUserEventTriggered(event));
    }

    /** Closes every connection, those that arrive afterwards too. */
    public ChannelGroupFuture closeAll() {
        return channels.close();
    }
}
