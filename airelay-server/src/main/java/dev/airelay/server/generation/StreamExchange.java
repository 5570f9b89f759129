package dev.airelay.server.generation;

import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.StreamEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Responds with an event stream. The head is held back until every upstream call has opened, so that an earlier failure gets
 * its own HTTP status. The output of one upstream read is written and flushed in one piece, which never ends inside an
 * event.
 *
 * <p>Of several calls, those that open early are held until the last has opened, for a bounded time: their events so far
 * wait, and they read no more.
 */
final class StreamExchange extends GenerationExchange {

    /** How long to hold the response head so that a late failure still gets its own status code. */
    private static final long LONGEST_WAIT_SECONDS = 5;

    private static final int FIRST_PIECE_BYTES = 1024;
    private static final int LARGEST_PIECE_BYTES = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final ResponseHeadWriter head;
    private List<StreamEncoder> encoders;
    private final TurnPersister keeper;
    private final BitSet open = new BitSet();
    private boolean headWritten;
    private @Nullable Future<?> patience;
    private final ByteSink sink = this::append;
    private @Nullable ByteBuf pending;
    /** The size of the last piece: the next one is usually as large. */
    private int pieceBytes = FIRST_PIECE_BYTES;

    /**
     * Creates a response.
     *
     * @param encoders one for each call, all for the same stream
     * @param keeper stores the turn before the stream ends
     */
    StreamExchange(
            ChannelHandlerContext ctx, ResponseHeadWriter head, List<StreamEncoder> encoders, TurnPersister keeper) {
        super(ctx);
        this.keeper = keeper;
        this.ctx = ctx;
        this.head = head;
        this.encoders = encoders;
    }

    private void opened(int index) {
        open.set(index);
        if (headWritten) {
            return;
        }
        if (open.cardinality() == encoders.size()) {
            writeHead();
        } else {
            hold(index);
            if (patience == null) {
                patience = ctx.executor().schedule(this::waitedLongEnough, LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private void waitedLongEnough() {
        guard(() -> {
            if (!ended() && !headWritten) {
                writeHead();
                writePending();
                ctx.flush();
            }
        });
    }

    private void writeHead() {
        stopWaiting();
        headWritten = true;
        head.writeStream();
        if (encoders.size() > 1) {
            open.stream().forEach(this::release);
        }
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    @Override
    boolean held(int index) {
        return !headWritten && open.get(index);
    }

    private void event(int index, UpstreamEvent event) {
        if (encoders.isEmpty()) {
            // The response has been given up. An encoder that has ended ignores the event itself.
            return;
        }
        if (!headWritten && event.type().failure()) {
            refuse(index, head.failureIn(event));
            return;
        }
        boolean goesOn = !event.type().terminal();
        if (!goesOn && keeper != TurnPersister.NOTHING) {
            // The end waits until the turn is stored; the events before it do not.
            flushPending();
            if (encoders.isEmpty()) {
                return;
            }
        }
        StreamEncoder encoder = encoders.get(index);
        encoder.accept(event, sink);
        if (encoder.ended()) {
            if (goesOn) {
                cancel(index);
            }
            finishIfOver(index);
        }
    }

    private void flushPending() {
        if (headWritten) {
            writePending();
            ctx.flush();
        }
    }

    private void completed(int index) {
        if (ended()) {
            return;
        }
        StreamEncoder encoder = encoders.get(index);
        if (!encoder.ended()) {
            encoder.fail(UpstreamFailure.incompleteStream(), sink);
        }
        finishIfOver(index);
        flushPending();
    }

    @Override
    void failed(int index, UpstreamException failure) {
        if (ended()) {
            return;
        }
        if (headWritten) {
            ApiError error = failure.failure().error();
            // The upstream's own failures have been reported already, the relay's have not.
            head.trace()
                    .ifPresent(trace ->
                            trace.brokenOff(error.code() == null ? error.type() : error.code(), error.message()));
            encoders.get(index).fail(failure.failure(), sink);
            finishIfOver(index);
        } else {
            refuse(index, failure.failure());
        }
    }

    private void refuse(int index, UpstreamFailure failure) {
        if (head.isInStream(failure)) {
            writeHead();
            encoders.get(index).fail(failure, sink);
            finishIfOver(index);
            flushPending();
        } else if (end()) {
            stopWaiting();
            discard();
            cancelOthers(index);
            head.writeFailure(failure);
            releaseMemory();
        }
    }

    /** Ends the response when no call has more events, as after the failure of one. */
    private void finishIfOver(int index) {
        if (allEnded() && end()) {
            cancelOthers(index);
            if (!headWritten) {
                writeHead();
            }
            if (keeper == TurnPersister.NOTHING) {
                ByteBuf last = pending;
                pending = null;
                stopWaiting();
                end(last == null ? Unpooled.EMPTY_BUFFER : last);
                return;
            }
            // On the heap: if the relay stops before the turn is stored, there is nothing to release.
            byte[] last = pending == null ? new byte[0] : ByteBufUtil.getBytes(pending);
            discard();
            keeper.keepThen(
                    encoders.get(index).turn(), ctx.executor(), lost -> guard(() -> end(Unpooled.wrappedBuffer(last))));
        }
    }

    private boolean allEnded() {
        for (StreamEncoder encoder : encoders) {
            if (!encoder.ended()) {
                return false;
            }
        }
        return true;
    }

    private void end(ByteBuf last) {
        if (last.isReadable()) {
            ctx.writeAndFlush(new DefaultLastHttpContent(last, EmptyHttpHeaders.INSTANCE));
        } else {
            last.release();
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        releaseMemory();
    }

    @Override
    void discard() {
        stopWaiting();
        ByteBuf buffer = pending;
        if (buffer != null) {
            pending = null;
            buffer.release();
        }
    }

    @Override
    void releaseMemory() {
        super.releaseMemory();
        encoders = List.of();
    }

    private void append(byte[] bytes, int offset, int length) {
        ByteBuf buffer = pending;
        if (buffer == null) {
            buffer = ctx.alloc().buffer(Math.max(length, pieceBytes));
            pending = buffer;
        }
        buffer.writeBytes(bytes, offset, length);
    }

    private void writePending() {
        ByteBuf buffer = pending;
        if (buffer != null) {
            pending = null;
            pieceBytes = Math.min(Math.max(buffer.readableBytes(), FIRST_PIECE_BYTES), LARGEST_PIECE_BYTES);
            ctx.write(new DefaultHttpContent(buffer));
        }
    }

    @Override
    UpstreamSink sink(int index) {
        return new CallSink(index);
    }

    /** Receives the response to one of the calls. */
    private final class CallSink implements UpstreamSink {
        private final int index;

        CallSink(int index) {
            this.index = index;
        }

        @Override
        public void onOpen(UpstreamHead opened) {
            opened(index);
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            event(index, event);
        }

        @Override
        public void onBatchEnd() {
            flushPending();
        }

        @Override
        public void onComplete() {
            completed(index);
        }

        @Override
        public long heldBytes() {
            return encoders.isEmpty() ? 0 : encoders.get(index).heldBytes();
        }

        @Override
        public void onFailure(UpstreamException failure) {
            failed(index, failure);
        }

        @Override
        public boolean onBroken(Throwable thrown) {
            return broken(thrown);
        }
    }
}
