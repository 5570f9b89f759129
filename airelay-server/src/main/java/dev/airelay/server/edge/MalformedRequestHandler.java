package dev.airelay.server.edge;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.http.RequestEvent;
import dev.airelay.server.http.Response;
import dev.airelay.transforms.failure.ApiError;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;

/**
 * Answers what the codec could not decode as HTTP and closes the connection: its next bytes have no meaning. What the
 * handlers behind hold for the request is let go at once, not only when the client has closed too.
 */
final class MalformedRequestHandler extends ChannelInboundHandlerAdapter {

    static final String CODE = "malformed_request";

    private final RelayConfig config;

    MalformedRequestHandler(RelayConfig config) {
        this.config = config;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            refuse(ctx, part.decoderResult().cause());
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void refuse(ChannelHandlerContext ctx, Throwable cause) {
        ctx.fireUserEventTriggered(RequestEvent.REFUSED);
        answer(cause).header(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE).writeTo(ctx);
    }

    private Response answer(Throwable cause) {
        if (cause instanceof UnfitRequestException unfit) {
            return unfit.answer();
        } else if (cause instanceof TooLongHttpLineException) {
            return answer(
                    414,
                    "The request line is longer than " + config.get(ConfigKeys.MAX_REQUEST_LINE_BYTES) + " bytes.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            return answer(
                    431, "The request headers are larger than " + config.get(ConfigKeys.MAX_HEADER_BYTES) + " bytes.");
        }
        return answer(400, "The request is not valid HTTP/1.1.");
    }

    private static Response answer(int status, String message) {
        return Response.error(status, new ApiError(message, ApiError.INVALID_REQUEST, null, CODE));
    }
}
