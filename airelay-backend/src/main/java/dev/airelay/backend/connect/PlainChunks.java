package dev.airelay.backend.connect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;

/**
 * Stands before the HTTP codec: reports every piece of bytes, and takes the plain chunks of a response's body out of them by
 * itself. A server that flushes its events sends each in a chunk of its own, for which the codec makes three objects; here
 * it costs none.
 *
 * <p>Everything else goes to the codec as it comes: heads, bodies of another framing, a chunk with an extension, the last
 * chunk with its trailers, and bytes that are not a chunk. The codec is at the beginning of a chunk then, and judges it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112, 7.1 Chunked Transfer Coding</a>
 */
final class PlainChunks extends ChannelInboundHandlerAdapter {

    /** More digits than the size of any chunk that is held in memory. */
    private static final int MAX_DIGITS = 7;

    private final UpstreamConnection connection;
    private State state = State.HEAD;
    /** In a head, how many line feeds there are with nothing between them. */
    private int lineFeeds;
    /** The digits of a chunk's size that have come, as they were written. */
    private final byte[] digits = new byte[MAX_DIGITS];

    private int digitCount;
    private boolean carriageReturn;
    private int left;

    private enum State {
        /** To the codec, up to the end of the head. */
        HEAD,
        /** A chunk's size. */
        SIZE,
        /** The rest of a chunk's data. */
        DATA,
        /** The line end behind a chunk's data. */
        DATA_END,
        /** All to the codec, until the next response. */
        CODEC
    }

    PlainChunks(UpstreamConnection connection) {
        this.connection = connection;
    }

    /** The next bytes are the head of a response. */
    void expectHead() {
        state = State.HEAD;
        lineFeeds = 0;
    }

    /** The head that was passed on begins a response with a body in chunks, or in another form. */
    void bodyFollows(boolean chunked) {
        if (state == State.HEAD) {
            state = chunked ? State.SIZE : State.CODEC;
            digitCount = 0;
            carriageReturn = false;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        connection.bytesArrived();
        if (state == State.CODEC || !(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        try {
            while (bytes.isReadable()) {
                switch (state) {
                    case HEAD -> head(context, bytes);
                    case SIZE -> size(context, bytes);
                    case DATA -> data(bytes);
                    case DATA_END -> dataEnd(bytes);
                    case CODEC -> pass(context, bytes, bytes.readableBytes());
                }
            }
        } finally {
            bytes.release();
        }
    }

    private static void pass(ChannelHandlerContext context, ByteBuf bytes, int length) {
        context.fireChannelRead(bytes.readRetainedSlice(length));
    }

    /** Ends the piece with the head, so that nothing of the body lies in the codec when it has read that. */
    private void head(ChannelHandlerContext context, ByteBuf bytes) {
        int length = 0;
        while (lineFeeds < 2 && length < bytes.readableBytes()) {
            byte next = bytes.getByte(bytes.readerIndex() + length++);
            if (next == '\n') {
                lineFeeds++;
            } else if (next != '\r') {
                lineFeeds = 0;
            }
        }
        if (lineFeeds == 2) {
            lineFeeds = 0;
        }
        pass(context, bytes, length);
    }

    private void size(ChannelHandlerContext context, ByteBuf bytes) {
        while (bytes.isReadable()) {
            byte next = bytes.getByte(bytes.readerIndex());
            if (carriageReturn && next == '\n' && left > 0) {
                bytes.skipBytes(1);
                carriageReturn = false;
                digitCount = 0;
                state = State.DATA;
                return;
            }
            int digit = carriageReturn ? -1 : Character.digit(next, 16);
            if (next == '\r' && !carriageReturn && digitCount > 0 && value() > 0) {
                left = value();
                carriageReturn = true;
            } else if (digit >= 0 && digitCount < MAX_DIGITS) {
                digits[digitCount++] = next;
            } else {
                leaveToCodec(context);
                return;
            }
            bytes.skipBytes(1);
        }
    }

    private int value() {
        int value = 0;
        for (int i = 0; i < digitCount; i++) {
            value = value << 4 | Character.digit(digits[i], 16);
        }
        return value;
    }

    /** Gives the codec the digits of a chunk that is not plain; the rest follows. */
    private void leaveToCodec(ChannelHandlerContext context) {
        state = State.CODEC;
        ByteBuf taken = context.alloc().buffer(MAX_DIGITS + 1).writeBytes(digits, 0, digitCount);
        if (carriageReturn) {
            taken.writeByte('\r');
        }
        context.fireChannelRead(taken);
    }

    private void data(ByteBuf bytes) {
        int length = Math.min(left, bytes.readableBytes());
        int end = bytes.readerIndex() + length;
        int all = bytes.writerIndex();
        // A view would be an object for each chunk.
        bytes.writerIndex(end);
        connection.content(bytes);
        bytes.writerIndex(all).readerIndex(end);
        left -= length;
        if (left == 0 && state == State.DATA) {
            state = State.DATA_END;
        }
    }

    private void dataEnd(ByteBuf bytes) {
        byte next = bytes.readByte();
        if (next == '\r' && !carriageReturn) {
            carriageReturn = true;
        } else if (next == '\n' && carriageReturn) {
            carriageReturn = false;
            state = State.SIZE;
        } else {
            state = State.CODEC;
            bytes.skipBytes(bytes.readableBytes());
            HttpContent broken = new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
            broken.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(
                    "a chunk is longer than it says: " + ByteBufUtil.hexDump(new byte[] {next}))));
            connection.message(broken);
        }
    }
}
