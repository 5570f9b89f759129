package dev.airelay.server.edge;

import dev.airelay.config.ConfigKeys;
import dev.airelay.security.HostGuard;
import dev.airelay.security.OriginGuard;
import dev.airelay.server.guard.AdmissionGate;
import dev.airelay.server.guard.AdmissionHandler;
import dev.airelay.server.guard.CorsHandler;
import dev.airelay.server.guard.HostHandler;
import dev.airelay.server.trace.RequestTraffic;
import dev.airelay.server.trace.TrafficHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Supplier;

/** The handlers of one client connection, in order. One concern each; this list is the documentation. */
public final class RelayPipeline extends ChannelInitializer<Channel> {

    private final OpenConnections connections;
    private final Supplier<String> ids;
    private final RequestTraffic traffic;
    private final AdmissionGate door;
    private final HostGuard hosts;
    private final OriginGuard pages;
    private final ConnectionSettings edge;

    public RelayPipeline(
            OpenConnections connections,
            Supplier<String> ids,
            RequestTraffic traffic,
            AdmissionGate door,
            HostGuard hosts,
            OriginGuard pages,
            ConnectionSettings edge) {
        this.connections = connections;
        this.ids = ids;
        this.traffic = traffic;
        this.door = door;
        this.hosts = hosts;
        this.pages = pages;
        this.edge = edge;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (connections.add(channel)) {
            admit(channel);
        } else {
            refuse(channel);
        }
    }

    private void admit(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        edge.tls().ifPresent(tls -> pipeline.addLast("tls", encryption(tls, channel)));
        RequestTimeoutHandler timeouts = new RequestTimeoutHandler(edge.config());
        pipeline.addLast("arrivals", timeouts.arrivals());
        pipeline.addLast("codec", new RelayCodec(edge.config()));
        pipeline.addLast("timeouts", timeouts);
        pipeline.addLast(
                "slow-reader", new SlowReaderHandler(edge.config().get(ConfigKeys.SEND_TIMEOUT), edge.memory()));
        pipeline.addLast("lingering-close", new LingeringCloseHandler());
        pipeline.addLast("keep-alive", new HttpServerKeepAliveHandler());
        pipeline.addLast("heartbeat", new HeartbeatHandler(edge.config().get(ConfigKeys.HEARTBEAT)));
        pipeline.addLast("pipelining", new PipeliningHandler());
        pipeline.addLast("request-id", new RequestIdHandler(ids));
        pipeline.addLast("traffic", new TrafficHandler(traffic));
        pipeline.addLast("malformed", new MalformedRequestHandler(edge.config()));
        pipeline.addLast("drain", new DrainHandler(edge.drain(), traffic.routes()));
        pipeline.addLast("host", new HostHandler(hosts));
        pipeline.addLast("cors", new CorsHandler(pages));
        pipeline.addLast("admission", new AdmissionHandler(door, traffic.routes()));
        pipeline.addLast("router", new RouterHandler(traffic.routes()));
        pipeline.addLast("body", new BodyHandler(edge.maxBodyBytes(), edge.memory()));
        pipeline.addLast("exchange", new ExchangeHandler());
    }

    private SslHandler encryption(SslContext tls, Channel channel) {
        SslHandler handler = tls.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(
                edge.config().get(ConfigKeys.HEADER_TIMEOUT).toMillis());
        return handler;
    }

    /** One of too many. Behind encryption it is just closed: a handshake is more than it is worth. */
    private void refuse(Channel channel) {
        if (edge.tls().isPresent()) {
            channel.close();
        } else {
            channel.pipeline().addLast(new HttpResponseEncoder(), new RefusedConnectionHandler(ids));
        }
    }
}
