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
 * Watches a message that has not come whole: what has come of it is counted in the memory budget, and the rest must come in the
 * time of a request's body. Stands behind the decoders of frames; {@link #arrivals()} stands before them.
 */
final class SocketIntake extends ChannelInboundHandlerAdapter {

    /** Problems of an unfinished message, for the last handler. */
    enum Event {
        /** There is no memory for it. */
        NO_ROOM,
        /** It takes too long. */
        LATE
    }

    private final Duration limit;
    private final MemoryShare share;
    private @Nullable RestartableTimer deadline;
    /** Bytes of which no frame was made yet, roughly: what comes behind a frame in one read does not count. */
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

    /** Returns the handler that notices bytes of which the decoders have made nothing yet. */
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

    /** Only here it is known what the decoders have made of the bytes. */
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
