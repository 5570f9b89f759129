package dev.airelay.server.edge;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Refusal;
import dev.airelay.server.http.RequestContext;
import dev.airelay.server.http.RequestPath;
import dev.airelay.server.http.Response;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import dev.airelay.server.http.UnsupportedRoutes;
import dev.airelay.transforms.failure.ApiError;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * Forwards requests that have a route, lets {@link SocketUpgrade} answer WebSocket handshakes, and responds with 404, 405,
 * 426, 501 and to OPTIONS itself.
 */
final class RouterHandler extends ChannelInboundHandlerAdapter {

    /** The target of an OPTIONS request about the whole server. */
    private static final String WHOLE_SERVER = "*";

    private final ConnectionState connection;
    private final RouteTable routes;
    private final SocketUpgrade sockets;
    private boolean refusing;

    RouterHandler(ConnectionState connection, RouteTable routes, SocketUpgrade sockets) {
        this.connection = connection;
        this.routes = routes;
        this.sockets = sockets;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            refusing = false;
            route(ctx, request);
        } else if (refusing) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void route(ChannelHandlerContext ctx, HttpRequest request) {
        RequestContext context = connection.request();
        RouteTable.Match match = context.match();
        if (match instanceof RouteTable.Match.Found found && !context.asksForWebSocket()) {
            context.trace().ifPresent(trace -> trace.routed(found.route().pattern()));
            ctx.fireChannelRead(request);
            return;
        }
        refusing = true;
        if (match instanceof RouteTable.Match.Found found && found.route().body() == Route.BodyKind.JSON_OR_SOCKET) {
            context.trace().ifPresent(trace -> trace.routed(found.route().pattern()));
            sockets.answer(ctx, connection);
            return;
        }
        respond(context).writeTo(ctx);
    }

    private Response respond(RequestContext context) {
        RouteTable.Match match = context.match();
        HttpRequest request = context.head();
        HttpMethod method = request.method();
        String asked = RequestPath.of(request.uri());
        if (method.equals(HttpMethod.OPTIONS) && context.path().equals(WHOLE_SERVER)) {
            return Response.empty(204).header(HttpHeaderNames.ALLOW, routes.allMethods());
        }
        if (match instanceof RouteTable.Match.WrongMethod served && method.equals(HttpMethod.OPTIONS)) {
            return Response.empty(204).header(HttpHeaderNames.ALLOW, served.allow());
        }
        return context.errors().of(refusal(context, asked));
    }

    private static Refusal refusal(RequestContext context, String asked) {
        RouteTable.Match match = context.match();
        HttpMethod method = context.head().method();
        if (!(match instanceof RouteTable.Match.NotFound) && context.asksForWebSocket()) {
            return webSocketRefused(asked);
        }
        Optional<String> unsupported = UnsupportedRoutes.reason(method, context.path());
        if (unsupported.isPresent()) {
            // Also if its last segment could be the id in a served path.
            return unsupported(method, asked, unsupported.get());
        }
        if (match instanceof RouteTable.Match.WrongMethod wrong) {
            String message = asked + " accepts " + wrong.allow() + ", not " + method + ".";
            return Refusal.invalid(405, "method_not_supported", message).with(HttpHeaderNames.ALLOW, wrong.allow());
        }
        return notFound(method, asked);
    }

    /** Codex continues over HTTP immediately after this status, but only after time-outs after others. */
    private static Refusal webSocketRefused(String path) {
        String message =
                "AIRelay does not serve " + path + " as a WebSocket, only /v1/responses. Send the request over HTTP.";
        return Refusal.invalid(426, "upgrade_required", message)
                .with(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .with(HttpHeaderNames.UPGRADE, HttpVersion.HTTP_1_1);
    }

    private static Refusal unsupported(HttpMethod method, String path, String reason) {
        String message = "AIRelay does not provide " + method + " " + path + ": " + reason + ".";
        // Without the header OpenAI's SDKs repeat the call twice, as after every status from 500 on.
        return Refusal.of(501, new ApiError(message, "unsupported_error", null, "unsupported_endpoint"))
                .notWorthRetrying();
    }

    private static Refusal notFound(HttpMethod method, String path) {
        String message = "Unknown request URL: " + method + " " + path
                + ". The API is served under /v1, for example /v1/chat/completions.";
        return Refusal.invalid(404, "unknown_url", message);
    }
}
