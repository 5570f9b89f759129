package dev.airelay.server.edge;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.http.Refusal;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.RequestContext;
import dev.airelay.server.http.RequestEvent;
import dev.airelay.server.http.ResponseListener;
import dev.airelay.server.http.Route;
import dev.airelay.transforms.failure.ApiError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Receives a request's body within the size limit and forwards a {@link RelayRequest}. Responds with 413 and 415 itself, and
 * sends {@code 100 Continue} only if the request will be accepted. The pieces of a streamed body are forwarded instead.
 */
final class BodyHandler extends ChannelInboundHandlerAdapter implements ResponseListener {

    private static final int RETRY_SECONDS = 1;

    private final ConnectionState connection;
    private final int maxBodyBytes;
    private final MemoryBudget budget;
    private @Nullable BodyAccumulator body;
    private boolean receiving;
    private boolean streaming;

    BodyHandler(ConnectionState connection, int maxBodyBytes, MemoryBudget budget) {
        this.connection = connection;
        this.maxBodyBytes = maxBodyBytes;
        this.budget = budget;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.addListener(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            Route.BodyKind kind = connection.request().route().body();
            streaming = kind == Route.BodyKind.STREAMED;
            if (streaming) {
                stream(ctx, request);
            } else {
                begin(ctx, request, kind);
            }
        } else if (streaming) {
            ctx.fireChannelRead(message);
        } else if (message instanceof HttpContent content && receiving) {
            append(ctx, content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /** The endpoint is called first, so that a request that it refuses gets no 100 Continue. */
    private void stream(ChannelHandlerContext ctx, HttpRequest request) {
        reset();
        BodyAccumulator empty = new BodyAccumulator(budget, 0);
        body = empty;
        ctx.fireChannelRead(toRequest(new byte[0], empty.share()));
        if (!connection.responseBegun()) {
            continueIfAsked(ctx, request);
        }
    }

    private static void continueIfAsked(ChannelHandlerContext ctx, HttpRequest request) {
        if (HttpUtil.is100ContinueExpected(request)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request, Route.BodyKind kind) {
        Optional<Refusal> unsupported = BodyFormat.refusal(kind, request.headers());
        if (unsupported.isPresent()) {
            refuse(ctx, unsupported.get());
            return;
        }
        long announced = HttpUtil.getContentLength(request, 0L);
        if (announced > maxBodyBytes) {
            refuseSize(ctx);
        } else {
            reset();
            receiving = true;
            body = new BodyAccumulator(budget, (int) Math.max(0, announced));
            continueIfAsked(ctx, request);
        }
    }

    private void append(ChannelHandlerContext ctx, HttpContent content) {
        RequestContext request = connection.request();
        BodyAccumulator received = body;
        ByteBuf piece = content.content();
        try {
            if (received == null || piece.readableBytes() > maxBodyBytes - received.size()) {
                refuseSize(ctx);
            } else if (request.route().body() != Route.BodyKind.NONE && !received.add(piece)) {
                refuseForNow(ctx);
            } else if (content instanceof LastHttpContent) {
                receiving = false;
                passOn(ctx, request, received);
            }
        } finally {
            content.release();
        }
    }

    private void passOn(ChannelHandlerContext ctx, RequestContext request, BodyAccumulator received) {
        String encoding = request.head().headers().get(HttpHeaderNames.CONTENT_ENCODING);
        ContentCoding coding = ContentCoding.of(encoding).orElse(ContentCoding.IDENTITY);
        // A compressed body is decoded only as far as there is room.
        int limit = (int) (coding == ContentCoding.IDENTITY ? maxBodyBytes : Math.min(maxBodyBytes, budget.room()));
        try {
            Optional<byte[]> plain = coding.decode(received.bytes(), limit);
            if (plain.isEmpty() && limit < maxBodyBytes) {
                refuseForNow(ctx);
            } else if (plain.isEmpty()) {
                refuseSize(ctx);
            } else if (coding != ContentCoding.IDENTITY && !received.share().add(plain.get().length)) {
                refuseForNow(ctx);
            } else if (BodyFormat.isJson(request.route().body(), request.head().headers())
                    && !takesTree(ctx, received, plain.get())) {
                return;
            } else {
                ctx.fireChannelRead(toRequest(plain.get(), received.share()));
            }
        } catch (IOException damaged) {
            reset();
            String message =
                    "The request body is damaged or not encoded as its Content-Encoding header says: " + encoding + ".";
            refuse(ctx, Refusal.invalid(400, "invalid_content_encoding", message));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == RequestEvent.REFUSED) {
            reset();
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Counts the tree of the body; responds and returns false if it is too large. */
    private boolean takesTree(ChannelHandlerContext ctx, BodyAccumulator received, byte[] json) {
        long bytes = JsonBody.treeBytes(json);
        if (bytes + json.length > budget.largest()) {
            refuseAsTooLarge(
                    ctx,
                    "The request body contains more JSON values than fit into memory. Send less, or raise"
                            + " server.max_buffered_bytes in the configuration and the heap size.");
            return false;
        }
        if (!received.share().add(bytes)) {
            refuseForNow(ctx);
            return false;
        }
        return true;
    }

    /** The body is used until the response is written, and so is its share of the budget. */
    @Override
    public void onEnd(Future<?> sent) {
        reset();
    }

    private RelayRequest toRequest(byte[] bytes, MemoryShare memory) {
        return new RelayRequest(connection.request(), bytes, memory, connection);
    }

    private void refuseSize(ChannelHandlerContext ctx) {
        refuseAsTooLarge(
                ctx,
                "The request body is larger than " + maxBodyBytes
                        + " bytes. Send less, or raise server.max_body_bytes in the configuration.");
    }

    private void refuseAsTooLarge(ChannelHandlerContext ctx, String message) {
        reset();
        refuse(ctx, Refusal.invalid(413, "request_too_large", message));
    }

    private void refuseForNow(ChannelHandlerContext ctx) {
        reset();
        String message = "The requests in progress use all the memory that server.max_buffered_bytes allows. Try again"
                + " soon.";
        ApiError error = new ApiError(message, ApiError.SERVER_ERROR, null, "request_memory_exhausted");
        refuse(ctx, Refusal.of(503, error).retryAfter(RETRY_SECONDS));
    }

    private void refuse(ChannelHandlerContext ctx, Refusal refusal) {
        connection.errors().of(refusal).writeTo(ctx);
    }

    private void reset() {
        receiving = false;
        if (body != null) {
            body.release();
            body = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        reset();
    }

    /**
     * One request's body while it is received, and the request's share of the budget until the response is written. Copies
     * the pieces, each of which would otherwise retain the whole buffer that it was read into.
     */
    private static final class BodyAccumulator {

        private static final int FIRST_BYTES = 1024;
        /** The most that is reserved because a client announces it; more only as it arrives. */
        private static final int BELIEVED_BYTES = 16 * 1024;

        private static final byte[] NOTHING = {};

        private final MemoryShare share;
        private final int announced;
        private byte[] received;
        private int size;

        /**
         * Creates an empty body.
         *
         * @param announced the expected number of bytes; 0 if unknown
         */
        BodyAccumulator(MemoryBudget budget, int announced) {
            this.share = MemoryShare.exact(budget);
            this.announced = announced;
            this.received = new byte[announced == 0 ? FIRST_BYTES : Math.min(announced, BELIEVED_BYTES)];
        }

        /** Returns the request's share, to which its endpoint may add. */
        MemoryShare share() {
            return share;
        }

        /** Adds a piece, which the caller still owns; returns false, and adds nothing, if the budget has no room for it. */
        boolean add(ByteBuf piece) {
            int length = piece.readableBytes();
            if (!share.add(length)) {
                return false;
            }
            if (length > received.length - size) {
                received = Arrays.copyOf(received, grown(size + length));
            }
            piece.getBytes(piece.readerIndex(), received, size, length);
            size += length;
            return true;
        }

        private int grown(int needed) {
            int doubled = (int) Math.min(Math.max(2L * received.length, needed), Integer.MAX_VALUE - 8);
            // A body of the announced size ends in an array of exactly that size.
            return needed <= announced ? Math.min(doubled, announced) : doubled;
        }

        int size() {
            return size;
        }

        /** Returns the received bytes and drops them here. Their share of the budget remains reserved. */
        byte[] bytes() {
            byte[] bytes = size == received.length ? received : Arrays.copyOf(received, size);
            received = NOTHING;
            size = 0;
            return bytes;
        }

        /** Releases the share of the budget. Idempotent. */
        void release() {
            share.release();
            received = NOTHING;
            size = 0;
        }
    }
}
