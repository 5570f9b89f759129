package dev.airelay.backend.connect;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A real proxy on the loopback address that knows every name under {@code .test}: they are this machine. Other names it
 * cannot reach, and {@code forbidden.test} it refuses.
 */
public final class TestProxy implements AutoCloseable {

    public static final String REFUSED_NAME = "forbidden.test";

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final ProxyServer.Kind kind;
    private final Optional<ProxyServer.Login> wanted;
    private final Channel listener;

    /** Starts a proxy; {@code tls} is for {@link ProxyServer.Kind#HTTPS} only. */
    public TestProxy(ProxyServer.Kind kind, Optional<ProxyServer.Login> wanted, @Nullable SslContext tls) {
        this.kind = kind;
        this.wanted = wanted;
        this.listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        if (kind == ProxyServer.Kind.SOCKS5) {
                            TestSocks.install(channel.pipeline(), TestProxy.this);
                        } else {
                            TestConnect.install(channel.pipeline(), TestProxy.this);
                        }
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Returns this proxy's address with that login. */
    public ProxyServer address(Optional<ProxyServer.Login> login) {
        return new ProxyServer(kind, "localhost", ((InetSocketAddress) listener.localAddress()).getPort(), login);
    }

    /** Returns {@code host:port} of every tunnel that was asked for, as it was written. */
    public List<String> targets() {
        return targets;
    }

    Optional<ProxyServer.Login> wanted() {
        return wanted;
    }

    boolean refuses(String host) {
        return host.equals(REFUSED_NAME);
    }

    /** Connects a client to where it wants to go. */
    ChannelFuture connect(Channel client, String host, int port) {
        targets.add(host + ":" + port);
        Bootstrap onward = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .handler(new Pump(client));
        return host.endsWith(".test")
                ? onward.connect("127.0.0.1", port)
                : client.newFailedFuture(new UnknownHostException(host));
    }

    /** From here on bytes are passed on in both directions. */
    static void join(Channel client, Channel upstream) {
        client.pipeline().addLast(new Pump(upstream));
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, SECONDS).awaitUninterruptibly(10, SECONDS);
    }

    private static final class Pump extends ChannelInboundHandlerAdapter {

        private final Channel other;

        Pump(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (other.isActive()) {
                other.writeAndFlush(bytes);
            } else {
                ReferenceCountUtil.release(bytes);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable lost) {
            context.close();
        }
    }
}
