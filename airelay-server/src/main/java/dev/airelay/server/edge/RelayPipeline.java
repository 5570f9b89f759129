package dev.airelay.server.edge;

import dev.airelay.config.ConfigKeys;
import dev.airelay.security.HostGuard;
import dev.airelay.security.OriginGuard;
import dev.airelay.server.guard.AdmissionGate;
import dev.airelay.server.guard.AdmissionHandler;
import dev.airelay.server.guard.CorsHandler;
import dev.airelay.server.guard.HostHandler;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RouteTable;
import dev.airelay.server.trace.RequestTraffic;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The handlers of one client connection, in order. Each has one concern; this list is the documentation. */
public final class RelayPipeline extends ChannelInitializer<Channel> {

    private final OpenConnections connections;
    private final Supplier<String> ids;
    private final RequestTraffic traffic;
    private final RouteTable routes;
    private final AdmissionGate door;
    private final HostGuard hosts;
    private final OriginGuard pages;
    private final ConnectionSettings edge;
    private final SocketUpgrade sockets;

    public RelayPipeline(
            OpenConnections connections,
            Supplier<String> ids,
            RequestTraffic traffic,
            RouteTable routes,
            AdmissionGate door,
            HostGuard hosts,
            OriginGuard pages,
            ConnectionSettings edge) {
        this.connections = connections;
        this.ids = ids;
        this.traffic = traffic;
        this.routes = routes;
        this.door = door;
        this.hosts = hosts;
        this.pages = pages;
        this.edge = edge;
        this.sockets = new SocketUpgrade(connections, edge, this::addTurn);
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
        ConnectionState connection = new ConnectionState();
        Optional<SslHandler> encryption = edge.tls().map(tls -> encryption(tls, channel));
        encryption.ifPresent(tls -> pipeline.addLast("tls", tls));
        RequestTimeoutHandler timeouts = new RequestTimeoutHandler(connection, edge.config());
        pipeline.addLast("arrivals", timeouts.arrivals());
        pipeline.addLast("codec", new RelayCodec(edge.config()));
        pipeline.addLast("connection", connection);
        pipeline.addLast("timeouts", timeouts);
        pipeline.addLast(
                "slow-reader",
                new SlowReaderHandler(connection, edge.config().get(ConfigKeys.SEND_TIMEOUT), edge.memory()));
        pipeline.addLast("lingering-close", new LingeringCloseHandler(connection, encryption));
        pipeline.addLast("keep-alive", new HttpServerKeepAliveHandler());
        pipeline.addLast(
                "heartbeat", new HeartbeatHandler(connection, edge.config().get(ConfigKeys.HEARTBEAT)));
        pipeline.addLast("responses", connection.responses());
        pipeline.addLast("pipelining", new PipeliningHandler(connection));
        pipeline.addLast("request", new RequestContextHandler(connection, ids, routes));
        pipeline.addLast("log-backlog", new LogBacklogHandler(connection, traffic.log()));
        pipeline.addLast("traffic", new TrafficHandler(connection, traffic, connections));
        pipeline.addLast("malformed", new MalformedRequestHandler(connection, edge.config()));
        pipeline.addLast("drain", new DrainHandler(connection, edge.drain()));
        pipeline.addLast("host", new HostHandler(connection, hosts));
        pipeline.addLast("cors", new CorsHandler(connection, pages));
        pipeline.addLast("admission", new AdmissionHandler(connection, door));
        pipeline.addLast("router", new RouterHandler(connection, routes, sockets));
        pipeline.addLast("body", new BodyHandler(connection, edge.maxBodyBytes(), edge.memory()));
        pipeline.addLast("exchange", new ExchangeHandler(connection));
    }

    /** Adds the handlers of one turn of a WebSocket: those that a single request needs. The socket itself has the others. */
    private void addTurn(Channel channel, ConnectionState turn, TurnFrames frames) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("frames", frames);
        pipeline.addLast("connection", turn);
        pipeline.addLast("responses", turn.responses());
        pipeline.addLast("request", new RequestContextHandler(turn, ids, routes));
        pipeline.addLast("log-backlog", new LogBacklogHandler(turn, traffic.log()));
        pipeline.addLast("traffic", new TrafficHandler(turn, traffic, connections));
        pipeline.addLast("drain", new DrainHandler(turn, edge.drain()));
        pipeline.addLast("admission", new AdmissionHandler(turn, door));
        pipeline.addLast("router", new RouterHandler(turn, routes, sockets));
        pipeline.addLast("body", new BodyHandler(turn, edge.maxBodyBytes(), edge.memory()));
        pipeline.addLast("exchange", new ExchangeHandler(turn));
    }

    private SslHandler encryption(Function<ByteBufAllocator, SslHandler> tls, Channel channel) {
        SslHandler handler = tls.apply(channel.alloc());
        handler.setHandshakeTimeoutMillis(
                edge.config().get(ConfigKeys.HEADER_TIMEOUT).toMillis());
        return handler;
    }

    /** Refuses a connection beyond the limit. With TLS it is closed without a response: a handshake would cost too much. */
    private void refuse(Channel channel) {
        if (edge.tls().isPresent()) {
            channel.close();
        } else {
            channel.pipeline().addLast(new HttpResponseEncoder(), new RefusedConnectionHandler(ids));
        }
    }
}
