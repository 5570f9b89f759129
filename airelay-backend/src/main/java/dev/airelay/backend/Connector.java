package dev.airelay.backend;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to the upstream on a given event loop: name lookup, TCP, TLS. Tries the host's addresses one after the
 * other, so that a broken IPv6 route does not hide a working IPv4 one.
 */
final class Connector {

    private static final int MAX_ADDRESSES = 3;
    private static final int MIN_ATTEMPT_MILLIS = 250;

    private final Endpoint endpoint;
    private final Duration timeout;
    private final NameLookup names;
    private final @Nullable SslContext tls;

    /**
     * Creates a connector.
     *
     * @param timeout shared out among the attempts; whoever connects also watches over the whole
     * @param tls null for an upstream in plain text
     */
    Connector(Endpoint endpoint, Duration timeout, NameLookup names, @Nullable SslContext tls) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.names = names;
        this.tls = tls;
    }

    /**
     * Starts to connect. Cancelling the future gives up at whatever stage and closes what was opened. Called and completed
     * on the loop; whoever takes the channel owns it.
     */
    Future<Channel> connect(EventLoop loop) {
        Promise<Channel> ready = loop.newPromise();
        names.addresses(endpoint.host(), loop).addListener((Future<List<InetAddress>> found) -> {
            if (found.isSuccess()) {
                List<InetAddress> all = found.getNow();
                tryNext(loop, all.subList(0, Math.min(all.size(), MAX_ADDRESSES)), 0, ready);
            } else {
                ready.tryFailure(found.cause());
            }
        });
        return ready;
    }

    private void tryNext(EventLoop loop, List<InetAddress> addresses, int index, Promise<Channel> ready) {
        if (ready.isDone()) {
            return;
        }
        ChannelFuture connecting =
                bootstrap(loop, addresses.size()).connect(new InetSocketAddress(addresses.get(index), endpoint.port()));
        Channel channel = connecting.channel();
        ready.addListener(outcome -> {
            if (outcome.isCancelled()) {
                abandon(channel);
            }
        });
        connecting.addListener(outcome -> {
            if (outcome.isSuccess()) {
                afterTcp(channel, ready);
            } else if (index + 1 < addresses.size()) {
                tryNext(loop, addresses, index + 1, ready);
            } else {
                ready.tryFailure(outcome.cause());
            }
        });
    }

    private static void afterTcp(Channel channel, Promise<Channel> ready) {
        SslHandler handshaking = channel.pipeline().get(SslHandler.class);
        if (handshaking == null) {
            deliver(channel, ready);
            return;
        }
        handshaking.handshakeFuture().addListener(outcome -> {
            if (outcome.isSuccess()) {
                channel.pipeline().remove(HandshakeQuiet.class);
                deliver(channel, ready);
            } else {
                abandon(channel);
                ready.tryFailure(outcome.cause());
            }
        });
    }

    private static void deliver(Channel channel, Promise<Channel> ready) {
        if (!ready.trySuccess(channel)) {
            abandon(channel);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
    private static void abandon(Channel channel) {
        channel.close();
    }

    private Bootstrap bootstrap(EventLoop loop, int attempts) {
        int millis = (int) Math.min(timeout.toMillis() / attempts, Integer.MAX_VALUE);
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.max(millis, MIN_ATTEMPT_MILLIS))
                // A refusal may come while a large request is still being written: it is read though the writing fails.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tlsHandler(tls, channel), new HandshakeQuiet());
                        }
                    }
                });
    }

    /** Naming host and port gives the handler both the server name to ask for and the name to check. */
    private SslHandler tlsHandler(SslContext context, Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc(), endpoint.host(), endpoint.port());
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        return handler;
    }

    /** Stands last during the handshake: its failure is told by a future, and would otherwise be logged as unhandled too. */
    private static final class HandshakeQuiet extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable told) {
            abandon(context.channel());
        }
    }
}
