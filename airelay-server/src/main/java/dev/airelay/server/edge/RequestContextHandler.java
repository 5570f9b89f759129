package dev.airelay.server.edge;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RequestContext;
import dev.airelay.server.http.RouteTable;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.function.Supplier;

/**
 * Gives each request an id, which its response carries as {@code x-request-id}, and finds its route for the handlers behind.
 * Stands right behind pipelining.
 */
public final class RequestContextHandler extends ChannelDuplexHandler {

    static final String HEADER = "x-request-id";
    static final String PREFIX = "req_";

    private final ConnectionState connection;
    private final Supplier<String> ids;
    private final RouteTable routes;
    private String requestId = "";

    public RequestContextHandler(ConnectionState connection, Supplier<String> ids, RouteTable routes) {
        this.connection = connection;
        this.ids = ids;
        this.routes = routes;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            requestId = PREFIX + ids.get();
            connection.request(new RequestContext(requestId, request, routes));
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            response.headers().set(HEADER, requestId);
        }
        ctx.write(message, promise);
    }
}
