package dev.airelay.server.edge;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** The open client connections, so that they can be counted, notified and closed. Safe for concurrent use. */
public final class OpenConnections {

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger sockets = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final int most;

    /**
     * Creates an empty set.
     *
     * @param most maximum number of connections
     */
    public OpenConnections(int most) {
        this.most = most;
    }

    /**
     * Adds a connection until it closes.
     *
     * @return false if there are too many, and it must be refused
     */
    boolean add(Channel channel) {
        channels.add(channel);
        if (admitted.getAndUpdate(now -> Math.min(now + 1, most)) == most) {
            return false;
        }
        channel.closeFuture().addListener(closed -> admitted.decrementAndGet());
        return true;
    }

    /** Returns the number of open connections, including those about to be refused. */
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

    /** Counts a response as a stream until {@link #streamEnded}. */
    void streamBegan() {
        streams.incrementAndGet();
    }

    void streamEnded() {
        streams.decrementAndGet();
    }

    /** Returns how many responses are streams that have begun and not ended, the turns of WebSockets included. */
    public int streams() {
        return streams.get();
    }

    /** Returns a future that completes when all present connections have been closed. */
    public ChannelGroupFuture emptied() {
        return channels.newCloseFuture();
    }

    /** Fires the event on each open connection, on its own event loop. */
    public void notifyEach(Object event) {
        channels.forEach(channel -> channel.pipeline().fireUserEventTriggered(event));
    }

    /** Closes every connection, including later ones. */
    public ChannelGroupFuture closeAll() {
        return channels.close();
    }
}
