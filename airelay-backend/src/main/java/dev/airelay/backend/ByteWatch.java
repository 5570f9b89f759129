package dev.airelay.backend;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands before the HTTP codec and tells of every piece of bytes: the codec says nothing of a half-received head or chunk,
 * and whether any byte came decides on retries and time-outs. Passes everything on.
 */
final class ByteWatch extends ChannelInboundHandlerAdapter {

    private final Runnable onBytes;

    ByteWatch(Runnable onBytes) {
        this.onBytes = onBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        onBytes.run();
        context.fireChannelRead(message);
    }
}
