package dev.airelay.server.edge;

import dev.airelay.config.RelayConfig;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RequestEvent;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;

/**
 * Responds to messages that the codec could not decode as HTTP and closes the connection, whose next bytes have no meaning.
 * The resources that later handlers hold for the request are released immediately, not only when the client has closed too.
 */
final class MalformedRequestHandler extends ChannelInboundHandlerAdapter {

    private final ConnectionState connection;
    private final RelayConfig config;

    MalformedRequestHandler(ConnectionState connection, RelayConfig config) {
        this.connection = connection;
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
        connection
                .errors()
                .undecodable(cause, config)
                .header(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .writeTo(ctx);
    }
}
