package dev.airelay.backend.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one fresh channel below HTTP: TLS to the proxy, the proxy's tunnel, TLS to the upstream, as the route
 * requires.
 */
final class ConnectPipeline extends ChannelInitializer<Channel> {

    private static final String UPSTREAM_TLS = "upstream-tls";

    private final Route route;
    private final @Nullable SSLContext tls;
    private final InetSocketAddress address;
    private final @Nullable ProxyTunnel tunnel;

    /** @param tls null for a route without TLS */
    ConnectPipeline(Route route, @Nullable SSLContext tls, InetSocketAddress address) {
        this.route = route;
        this.tls = tls;
        this.address = address;
        ProxyServer proxy = route.proxy();
        this.tunnel = proxy == null ? null : new ProxyTunnel(route, proxy, address);
    }

    /** Returns the address to connect to; with a proxy this is the upstream, and the proxy's handler redirects. */
    InetSocketAddress destination() {
        return tunnel == null ? address : tunnel.destination();
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        ProxyServer proxy = route.proxy();
        if (tls != null && proxy != null && route.proxyTls()) {
            pipeline.addLast(encryption(tls, proxy.host(), proxy.port()));
        }
        if (tunnel != null) {
            tunnel.install(pipeline);
        }
        Endpoint endpoint = route.endpoint();
        if (tls != null && endpoint.tls()) {
            pipeline.addLast(UPSTREAM_TLS, encryption(tls, endpoint.host(), endpoint.port()));
        }
        pipeline.addLast(new Quiet());
    }

    /** Completed when the path to the upstream is open, before encryption. */
    Future<?> tunnel(Channel channel) {
        return tunnel == null ? channel.newSucceededFuture() : tunnel.established();
    }

    Throwable tunnelFailure(@Nullable Throwable cause) {
        if (tunnel != null) {
            return tunnel.failure(cause);
        }
        return cause == null ? new IllegalStateException("failed without a cause") : cause;
    }

    /** Completed when the upstream's certificate has been accepted. */
    Future<?> handshake(Channel channel) {
        return channel.pipeline().get(UPSTREAM_TLS) instanceof SslHandler handler
                ? handler.handshakeFuture()
                : channel.newSucceededFuture();
    }

    /** Returns version and cipher of the encryption with the upstream, for people. */
    String session(Channel channel) {
        if (channel.pipeline().get(UPSTREAM_TLS) instanceof SslHandler handler) {
            SSLSession session = handler.engine().getSession();
            return session.getProtocol() + ", " + session.getCipherSuite();
        }
        return "none";
    }

    /** Removes the handlers that were needed for connecting only. */
    void settle(ChannelPipeline pipeline) {
        if (tunnel != null) {
            tunnel.settle(pipeline);
        }
        pipeline.remove(Quiet.class);
    }

    /** Host and port give the handler both the server name to send and the name to check. */
    private SslHandler encryption(SSLContext context, String host, int port) {
        SslHandler handler = new SslHandler(ClientTls.engine(context, host, port));
        handler.setHandshakeTimeoutMillis(route.timeout().toMillis());
        return handler;
    }

    /** The last handler while connecting: a future reports the failure, which would otherwise be logged as unhandled too. */
    private static final class Quiet extends ChannelInboundHandlerAdapter {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
        public void exceptionCaught(ChannelHandlerContext context, Throwable reported) {
            context.close();
        }
    }
}
