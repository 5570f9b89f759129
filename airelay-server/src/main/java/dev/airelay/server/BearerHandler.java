package dev.airelay.server;

import dev.airelay.transforms.ApiError;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/** Answers 401 to a protected request without the relay token, before any of its body is read. */
final class BearerHandler extends ChannelInboundHandlerAdapter {

    private final RelayAccess access;
    private final RouteTable routes;
    private boolean refusing;

    BearerHandler(RelayAccess access, RouteTable routes) {
        this.access = access;
        this.routes = routes;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            refusing = RouteTable.isProtected(routes.path(request.uri()))
                    && !access.permits(request.headers().get(HttpHeaderNames.AUTHORIZATION));
            if (refusing) {
                refuse(ctx);
            }
        }
        if (refusing) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private static void refuse(ChannelHandlerContext ctx) {
        ApiError error = new ApiError(
                "Missing or wrong relay token. Send 'Authorization: Bearer <token>'; 'airelay token show' prints the token.",
                ApiError.INVALID_REQUEST,
                null,
                "invalid_api_key");
        Answer.error(401, error)
                .header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"AIRelay\"")
                .writeTo(ctx);
    }
}
