package dev.airelay.server.edge;

import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.MemoryShare;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches an incomplete message: its received part is counted in the memory budget, and the rest must arrive within the time
 * of a request's body. Stands behind the decoders of frames; {@link #arrivals()} stands before them.
 */
final class SocketIntake extends ChannelInboundHandlerAdapter {

    /** Problems of an incomplete message, for the last handler. */
    enum Event {
        /** There is no memory for it. */
        NO_ROOM,
        /** It did not arrive in time. */
        LATE
    }

    private final Duration limit;
    private final MemoryShare share;
    private @Nullable RestartableTimer deadline;
    /** The approximate number of bytes that are not decoded yet: data after a frame in the same read does not count. */
    private long raw;
    /** Bytes of the pieces of a message. */
    private long pieces;

    private boolean arrived;
    private boolean decoded;
    private boolean inPieces;
    private boolean refused;

    SocketIntake(Duration limit, MemoryBudget budget) {
        this.limit = limit;
        this.share = MemoryShare.coarse(budget);
    }

    /** Returns the handler that notices bytes that the decoders have not decoded yet. */
    ChannelInboundHandlerAdapter arrivals() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                arrived = true;
                raw += message instanceof ByteBuf piece ? piece.readableBytes() : 0;
                ctx.fireChannelRead(message);
            }
        };
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = new RestartableTimer(ctx.executor(), limit, () -> ctx.fireUserEventTriggered(Event.LATE));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        decoded = true;
        raw = 0;
        if (message instanceof WebSocketFrame frame
                && (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame)) {
            inPieces = !frame.isFinalFragment();
            pieces = inPieces ? pieces + frame.content().readableBytes() : 0;
        }
        ctx.fireChannelRead(message);
    }

    /** Only here is it known what the decoders decoded. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        boolean unfinished = inPieces || (arrived && !decoded);
        arrived = false;
        decoded = false;
        if (!unfinished) {
            raw = 0;
        }
        if (!share.hold(raw + pieces) && !refused) {
            refused = true;
            ctx.fireUserEventTriggered(Event.NO_ROOM);
        }
        RestartableTimer timer = deadline;
        if (timer != null && unfinished != timer.running()) {
            if (unfinished) {
                timer.start();
            } else {
                timer.pause();
            }
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        share.release();
        if (deadline != null) {
            deadline.stop();
        }
    }
}
