package dev.airelay.server.edge;

import dev.airelay.server.http.ChannelAttributes;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.function.Supplier;

/** Gives each request an id and puts it on whatever answers it, as {@code x-request-id}; stands behind pipelining. */
final class RequestIdHandler extends ChannelDuplexHandler {

    static final String HEADER = "x-request-id";
    static final String PREFIX = "req_";

    private final Supplier<String> ids;
    private String requestId = "";

    RequestIdHandler(Supplier<String> ids) {
        this.ids = ids;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            requestId = PREFIX + ids.get();
            ctx.channel().attr(ChannelAttributes.REQUEST_ID).set(requestId);
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
