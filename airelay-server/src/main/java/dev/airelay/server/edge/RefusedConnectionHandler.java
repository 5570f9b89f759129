package dev.airelay.server.edge;

import dev.airelay.server.http.ErrorResponses;
import dev.airelay.server.http.Refusal;
import dev.airelay.transforms.failure.ApiError;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Responds to a client that there are too many connections, and closes when it has read the response or after a short time.
 * If the connection were closed immediately, the client's data would cause a reset, which discards the response.
 */
final class RefusedConnectionHandler extends ChannelInboundHandlerAdapter {

    private static final long LONGEST_MILLIS = 500;
    private static final int RETRY_SECONDS = 1;

    private final Supplier<String> ids;

    RefusedConnectionHandler(Supplier<String> ids) {
        this.ids = ids;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ApiError error = new ApiError(
                "The relay has as many connections open as server.max_connections allows. Close some, or raise"
                        + " server.max_connections in the configuration.",
                ApiError.SERVER_ERROR,
                null,
                "too_many_connections");
        ErrorResponses.OPENAI
                .of(Refusal.of(Drain.UNAVAILABLE, error)
                        .with(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                        .retryAfter(RETRY_SECONDS))
                .header(RequestContextHandler.HEADER, RequestContextHandler.PREFIX + ids.get())
                .writeTo(ctx);
        if (ctx.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
        ctx.executor().schedule(() -> ctx.close(), LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            // The client has read enough, or does not read.
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
