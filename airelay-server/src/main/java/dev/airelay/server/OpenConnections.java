package dev.airelay.server;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/** The client connections that are open now, so that a stop can close them. Safe for concurrent use. */
final class OpenConnections {

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /** Takes a connection in until it closes. */
    void add(Channel channel) {
        channels.add(channel);
    }

    int size() {
        return channels.size();
    }

    /** Closes every connection, those that arrive afterwards too. */
    ChannelGroupFuture closeAll() {
        return channels.close();
    }
}
