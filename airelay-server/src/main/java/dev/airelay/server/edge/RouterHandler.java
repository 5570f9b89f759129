package dev.airelay.server.edge;

import dev.airelay.server.http.QueryParameters;
import dev.airelay.server.http.RequestPath;
import dev.airelay.server.http.RequestTarget;
import dev.airelay.server.http.Response;
import dev.airelay.server.http.RouteTable;
import dev.airelay.server.http.RoutedRequest;
import dev.airelay.server.http.UnsupportedRoutes;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.transforms.failure.ApiError;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * Finds the route of a request and answers 404, 405, 426, 501 and OPTIONS itself; passes on a {@link RoutedRequest} and its
 * body.
 */
final class RouterHandler extends ChannelInboundHandlerAdapter {

    /** The target of an OPTIONS request that asks about no path of its own. */
    private static final String WHOLE_SERVER = "*";

    private final RouteTable routes;
    private boolean refusing;

    RouterHandler(RouteTable routes) {
        this.routes = routes;
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
        String path = routes.path(request.uri());
        RouteTable.Match match = routes.match(request.method(), path);
        if (match instanceof RouteTable.Match.Found found && !isWebSocketHandshake(request)) {
            RequestTrace.of(ctx.channel())
                    .ifPresent(transit -> transit.routed(found.route().pattern()));
            ctx.fireChannelRead(new RoutedRequest(
                    request, found.route(), new RequestTarget(found.variables(), QueryParameters.of(request.uri()))));
            return;
        }
        refusing = true;
        refusal(match, request, path).writeTo(ctx);
    }

    private Response refusal(RouteTable.Match match, HttpRequest request, String path) {
        HttpMethod method = request.method();
        String asked = RequestPath.of(request.uri());
        if (method.equals(HttpMethod.OPTIONS) && path.equals(WHOLE_SERVER)) {
            return Response.empty(204).header(HttpHeaderNames.ALLOW, routes.allMethods());
        }
        if (match instanceof RouteTable.Match.WrongMethod served && method.equals(HttpMethod.OPTIONS)) {
            return Response.empty(204).header(HttpHeaderNames.ALLOW, served.allow());
        }
        Optional<String> unsupported = UnsupportedRoutes.reason(method, path);
        if (unsupported.isPresent()) {
            // Also where its last segment would do for an id of a served path.
            return unsupported(method, asked, unsupported.get());
        }
        if (!(match instanceof RouteTable.Match.NotFound) && isWebSocketHandshake(request)) {
            return webSocketRefused(asked);
        }
        if (match instanceof RouteTable.Match.WrongMethod wrong) {
            String message = asked + " accepts " + wrong.allow() + ", not " + method + ".";
            return Response.error(405, new ApiError(message, ApiError.INVALID_REQUEST, null, "method_not_supported"))
                    .header(HttpHeaderNames.ALLOW, wrong.allow());
        }
        return notFound(method, asked);
    }

    /** Other protocols that a client would rather speak, such as h2c, are passed over. */
    private static boolean isWebSocketHandshake(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.method().equals(HttpMethod.GET)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** Codex goes on over HTTP at once after this status, and only after time-outs after others. */
    private static Response webSocketRefused(String path) {
        String message = "AIRelay does not serve " + path + " as a WebSocket. Send the request over HTTP.";
        return Response.error(426, new ApiError(message, ApiError.INVALID_REQUEST, null, "upgrade_required"))
                .header(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .header(HttpHeaderNames.UPGRADE, HttpVersion.HTTP_1_1);
    }

    private static Response unsupported(HttpMethod method, String path, String reason) {
        String message = "AIRelay does not provide " + method + " " + path + ": " + reason + ".";
        // Without the header OpenAI's SDKs repeat the call twice, as after every status from 500 on.
        return Response.error(501, new ApiError(message, "unsupported_error", null, "unsupported_endpoint"))
                .header("x-should-retry", "false");
    }

    private static Response notFound(HttpMethod method, String path) {
        String message = "Unknown request URL: " + method + " " + path
                + ". The API is served under /v1, for example /v1/chat/completions.";
        return Response.error(404, new ApiError(message, ApiError.INVALID_REQUEST, null, "unknown_url"));
    }
}
