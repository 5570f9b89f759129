package dev.airelay.server;

import dev.airelay.security.HostGuard;
import dev.airelay.security.OriginGuard;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.util.function.Supplier;

/** The handlers of one client connection, in order. One concern each; this list is the documentation. */
final class RelayPipeline extends ChannelInitializer<SocketChannel> {

    static final int MAX_LINE_BYTES = 8 * 1024;
    static final int MAX_HEADER_BYTES = 64 * 1024;

    private final OpenConnections connections;
    private final Supplier<String> ids;
    private final RequestTraffic traffic;
    private final HostGuard hosts;
    private final OriginGuard pages;
    private final int maxBodyBytes;

    RelayPipeline(
            OpenConnections connections,
            Supplier<String> ids,
            RequestTraffic traffic,
            HostGuard hosts,
            OriginGuard pages,
            int maxBodyBytes) {
        this.connections = connections;
        this.ids = ids;
        this.traffic = traffic;
        this.hosts = hosts;
        this.pages = pages;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        connections.add(channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("codec", new HttpServerCodec(limits()));
        pipeline.addLast("lingering-close", new LingeringCloseHandler());
        pipeline.addLast("keep-alive", new HttpServerKeepAliveHandler());
        pipeline.addLast("pipelining", new PipeliningHandler());
        pipeline.addLast("request-id", new RequestIdHandler(ids));
        pipeline.addLast("traffic", new TrafficHandler(traffic));
        pipeline.addLast("malformed", new MalformedRequestHandler());
        pipeline.addLast("host", new HostHandler(hosts));
        pipeline.addLast("cors", new CorsHandler(pages));
        pipeline.addLast("admission", new AdmissionHandler(traffic.door(), traffic.routes()));
        pipeline.addLast("router", new RouterHandler(traffic.routes()));
        pipeline.addLast("body", new BodyHandler(maxBodyBytes));
        pipeline.addLast("exchange", new ExchangeHandler());
    }

    static HttpDecoderConfig limits() {
        return new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES);
    }
}
