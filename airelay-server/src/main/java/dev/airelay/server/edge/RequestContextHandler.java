package dev.airelay.server.edge;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RequestContext;
import dev.airelay.server.http.ResponseListener;
import dev.airelay.server.http.RouteTable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives each request an id, which its response carries as {@code x-request-id}, and finds its route for the later handlers.
 * Stands right behind pipelining.
 */
public final class RequestContextHandler extends ChannelInboundHandlerAdapter implements ResponseListener {

    static final String HEADER = "x-request-id";
    static final String PREFIX = "req_";

    private final ConnectionState connection;
    private final Supplier<String> ids;
    private final RouteTable routes;

    public RequestContextHandler(ConnectionState connection, Supplier<String> ids, RouteTable routes) {
        this.connection = connection;
        this.ids = ids;
        this.routes = routes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.addListener(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            connection.request(new RequestContext(PREFIX + ids.get(), request, routes));
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void onHead(HttpResponse head) {
        String id = connection.requestId();
        head.headers().set(HEADER, id);
        Optional<String> name = connection.api().requestId();
        if (name.isPresent()) {
            head.headers().set(name.get(), id);
        }
    }
}
