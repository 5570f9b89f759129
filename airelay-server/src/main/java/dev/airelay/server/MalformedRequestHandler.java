package dev.airelay.server;

import dev.airelay.transforms.ApiError;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;

/** Answers what the codec could not decode as HTTP and closes the connection: its next bytes have no meaning. */
final class MalformedRequestHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            refuse(ctx, part.decoderResult().cause());
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private static void refuse(ChannelHandlerContext ctx, Throwable cause) {
        int status = 400;
        String message = "The request is not valid HTTP/1.1.";
        if (cause instanceof TooLongHttpLineException) {
            status = 414;
            message = "The request line is longer than " + RelayPipeline.MAX_LINE_BYTES + " bytes.";
        } else if (cause instanceof TooLongHttpHeaderException) {
            status = 431;
            message = "The request headers are larger than " + RelayPipeline.MAX_HEADER_BYTES + " bytes.";
        }
        Answer.error(status, new ApiError(message, ApiError.INVALID_REQUEST, null, "malformed_request"))
                .header(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .writeTo(ctx);
    }
}
