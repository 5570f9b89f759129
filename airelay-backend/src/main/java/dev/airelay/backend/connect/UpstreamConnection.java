package dev.airelay.backend.connect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the upstream, and the last handler of its pipeline: TLS, {@link PlainChunks}, HTTP codec, this. Passes
 * incoming data to the exchange that uses the connection, one at a time.
 *
 * <p>A released connection returns to the pool. Data that arrives while it is idle closes it: it could be mistaken for the
 * response to the next request.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(UpstreamConnection.class.getName());
    private static final int MAX_STATUS_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;
    private static final int MAX_PIECE = 64 * 1024;

    private final Channel channel;
    private final ConnectionPool pool;
    private @Nullable ConnectionUser user;
    private @Nullable Throwable cause;
    private boolean givenBack;
    private final PlainChunks chunks = new PlainChunks(this);

    private UpstreamConnection(Channel channel, ConnectionPool pool) {
        this.channel = channel;
        this.pool = pool;
    }

    /** Takes over a fresh channel. */
    public static UpstreamConnection on(Channel channel, ConnectionPool pool) {
        UpstreamConnection connection = new UpstreamConnection(channel, pool);
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_STATUS_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxChunkSize(MAX_PIECE);
        channel.pipeline()
                .addLast(connection.chunks)
                .addLast(new HttpClientCodec(limits, false, false))
                .addLast(connection);
        return connection;
    }

    /** Assigns the connection to {@code newUser} until it is released or closed. */
    public void attach(ConnectionUser newUser) {
        user = newUser;
        givenBack = false;
        chunks.expectHead();
    }

    /** Writes a request; the result is completed when all of it has been written. */
    public ChannelFuture send(HttpRequest head, byte @Nullable [] body, Runnable onProgress) {
        return new RequestSending(channel, body, onProgress).start(head);
    }

    /** Stops or resumes reading from the socket. */
    public void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Releases a connection whose response was read in full; it goes to the pool after the current read. */
    public void giveBack() {
        user = null;
        givenBack = true;
        reading(true);
    }

    /** Closes a connection that cannot be reused. Its user is not called any more. */
    public void close() {
        user = null;
        givenBack = false;
        channel.close();
    }

    /** Returns true while the connection is open. */
    public boolean active() {
        return channel.isActive();
    }

    /**
     * Records that bytes have arrived: the codec does not report a partial head, and retries depend on whether any arrived.
     */
    void bytesArrived() {
        if (user != null) {
            user.onBytes();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpObject part) {
                message(part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Receives a message of the codec, which the caller still owns. */
    void message(HttpObject part) {
        if (part instanceof HttpResponse head
                && head.decoderResult().isSuccess()
                && head.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            chunks.bodyFollows(head.status().equals(HttpResponseStatus.OK) && HttpUtil.isTransferEncodingChunked(head));
        }
        if (user == null) {
            close();
        } else {
            user.onMessage(part);
        }
    }

    /** Receives a piece of a body, which the caller still owns. */
    void content(ByteBuf piece) {
        if (user == null) {
            close();
        } else {
            user.onContent(piece);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (user != null) {
            user.onReadComplete();
        } else if (givenBack) {
            givenBack = false;
            pool.offer(this);
        }
    }

    /** The upstream's close notification of TLS: without it an idle connection would look usable until the next request. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (cause == null) {
            cause = thrown;
        }
        if (TransportFailures.isOurs(thrown)) {
            LOG.log(System.Logger.Level.ERROR, "event=upstream_answer_not_handled", thrown);
        }
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.remove(this);
        ConnectionUser current = user;
        user = null;
        if (current != null) {
            current.onClosed(cause);
        }
    }

    /**
     * Stands before the HTTP codec: reports all received bytes, and parses the plain chunks of a response's body itself. A
     * server that flushes its events sends each in a chunk of its own, for which the codec creates three objects; here it
     * costs none.
     *
     * <p>Everything else goes to the codec unchanged: heads, bodies with other framing, a chunk with an extension, the last
     * chunk with its trailers, and bytes that are not a chunk. The codec is then at the beginning of a chunk, and checks it.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112, 7.1 Chunked Transfer Coding</a>
     */
    private static final class PlainChunks extends ChannelInboundHandlerAdapter {

        /** More digits than the size of any chunk that fits in memory. */
        private static final int MAX_DIGITS = 7;

        private final UpstreamConnection connection;
        private State state = State.HEAD;
        /** In a head, the number of consecutive line feeds. */
        private int lineFeeds;
        /** The received digits of a chunk's size, as written. */
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
            /** The line end after a chunk's data. */
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

        /** The forwarded head begins a response with a chunked body, or with another framing. */
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

        /** Ends the piece with the head, so that the codec contains nothing of the body after reading it. */
        private void head(ChannelHandlerContext context, ByteBuf bytes) {
            int from = bytes.readerIndex();
            int to = bytes.writerIndex();
            int at = from;
            while (lineFeeds < 2 && at < to) {
                if (lineFeeds == 0) {
                    int lineFeed = bytes.indexOf(at, to, (byte) '\n');
                    lineFeeds = lineFeed < 0 ? 0 : 1;
                    at = lineFeed < 0 ? to : lineFeed + 1;
                } else {
                    byte next = bytes.getByte(at++);
                    lineFeeds = next == '\n' ? lineFeeds + 1 : next == '\r' ? lineFeeds : 0;
                }
            }
            if (lineFeeds == 2) {
                lineFeeds = 0;
            }
            pass(context, bytes, at - from);
        }

        private void size(ChannelHandlerContext context, ByteBuf bytes) {
            int to = bytes.writerIndex();
            for (int at = bytes.readerIndex(); at < to; at++) {
                byte next = bytes.getByte(at);
                int digit = hexDigit(next);
                if (digit >= 0 && !carriageReturn && digitCount < MAX_DIGITS) {
                    digits[digitCount++] = next;
                } else if (next == '\r' && !carriageReturn && value() > 0) {
                    left = value();
                    carriageReturn = true;
                } else if (next == '\n' && carriageReturn && left > 0) {
                    bytes.readerIndex(at + 1);
                    carriageReturn = false;
                    digitCount = 0;
                    state = State.DATA;
                    return;
                } else {
                    bytes.readerIndex(at);
                    leaveToCodec(context);
                    return;
                }
            }
            bytes.readerIndex(to);
        }

        private int value() {
            int value = 0;
            for (int i = 0; i < digitCount; i++) {
                value = value << 4 | hexDigit(digits[i]);
            }
            return value;
        }

        /** Returns the value of a digit, or -1: {@link Character#digit} knows those of all scripts, and is slower. */
        private static int hexDigit(byte b) {
            int letter = (b | 0x20) - 'a';
            return b >= '0' && b <= '9' ? b - '0' : letter >= 0 && letter < 6 ? letter + 10 : -1;
        }

        /** Passes the digits of a chunk that is not plain to the codec; the rest follows. */
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

    /**
     * One request being sent. A large body is sent in pieces, the next after the last has been written: so only one piece is
     * copied into network buffers at a time, and progress is visible on a slow line.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the last write reports the failure of any before it
    private static final class RequestSending {

        private static final int PIECE_BYTES = 64 * 1024;
        private static final byte[] NOTHING = {};

        private final Channel channel;
        private final byte[] body;
        private final Runnable onProgress;
        private final ChannelPromise sent;

        /**
         * Prepares to send.
         *
         * @param body null for none; must not change until it is sent
         * @param onProgress called each time a piece has been written
         */
        RequestSending(Channel channel, byte @Nullable [] body, Runnable onProgress) {
            this.channel = channel;
            this.body = body == null ? NOTHING : body;
            this.onProgress = onProgress;
            this.sent = channel.newPromise();
        }

        /** Starts, and returns a future that is completed when everything has been written. */
        ChannelFuture start(HttpRequest head) {
            channel.write(head);
            sendFrom(0);
            return sent;
        }

        private void sendFrom(int from) {
            int to = Math.min(from + PIECE_BYTES, body.length);
            ByteBuf piece = Unpooled.wrappedBuffer(body, from, to - from);
            if (to == body.length) {
                LastHttpContent last = piece.isReadable()
                        ? new DefaultLastHttpContent(piece, EmptyHttpHeaders.INSTANCE)
                        : LastHttpContent.EMPTY_LAST_CONTENT;
                channel.writeAndFlush(last, sent);
            } else {
                channel.writeAndFlush(new DefaultHttpContent(piece)).addListener(written -> {
                    if (written.isSuccess()) {
                        onProgress.run();
                        sendFrom(to);
                    } else {
                        sent.tryFailure(written.cause());
                    }
                });
            }
        }
    }
}
