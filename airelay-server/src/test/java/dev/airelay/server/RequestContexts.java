package dev.airelay.server;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.RequestContext;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;

/** Requests whose route is known, for tests of what stands behind the router. */
public final class RequestContexts {

    private RequestContexts() {}

    /** Returns the context of a request to {@code /x/variable} or below, for any target. */
    public static RequestContext of(HttpRequest head, Route.BodyKind body, Endpoint endpoint) {
        return new RequestContext(
                "req_1", head, new RouteTable(List.of(new Route(head.method(), "/x/{id*}", body, endpoint))));
    }

    /** Returns a request to an endpoint. */
    public static RelayRequest request(
            Endpoint endpoint, String variable, ConnectionState connection, String... headers) {
        return request(HttpMessages.request("GET", "/x/" + variable, headers), endpoint, connection);
    }

    /** Returns a request without a body. */
    public static RelayRequest request(HttpRequest head, Endpoint endpoint, ConnectionState connection) {
        return new RelayRequest(
                of(head, Route.BodyKind.NONE, endpoint),
                new byte[0],
                MemoryShare.exact(new MemoryBudget(1 << 20)),
                connection);
    }

    /** Returns a handler that does for each request what the pipeline does first. */
    public static ChannelInboundHandlerAdapter handler(ConnectionState connection, RouteTable routes) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                if (message instanceof HttpRequest request) {
                    connection.request(new RequestContext("req_1", request, routes));
                }
                ctx.fireChannelRead(message);
            }
        };
    }
}
