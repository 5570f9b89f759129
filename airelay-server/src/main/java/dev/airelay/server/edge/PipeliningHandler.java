package dev.airelay.server.edge;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.ConnectionState.Hold;
import dev.airelay.server.http.ResponseListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets one request at a time through, in order of arrival; stands right behind the codec and keep-alive handlers.
 *
 * <p>Requests that a client sends ahead wait here, so that every later handler may keep its state per connection. Reading
 * continues while a response is written, because that is how a client's disconnect is noticed. The rest of a request's body
 * after a complete response is read and dropped up to a limit, so that the connection can be reused. Requests after a
 * response that closes the connection are never processed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.3.2">RFC 9112, 9.3.2 Pipelining</a>
 */
public final class PipeliningHandler extends ChannelInboundHandlerAdapter {

    /** Messages held for later requests before reading stops; no known client pipelines at all. */
    private static final int MAX_WAITING = 256;
    /** Bytes of bodies among them. */
    private static final int MAX_WAITING_BYTES = 64 * 1024;
    /** Bytes of an unneeded body up to which it is worth keeping the connection. */
    private static final long MAX_DRAINED_BYTES = 128L << 20;

    private final Deque<Object> waiting = new ArrayDeque<>();
    private final ConnectionState connection;
    private int waitingBytes;
    private boolean bodyOpen;
    private boolean continueAwaited;
    private long drainedBytes;
    private boolean passing;

    public PipeliningHandler(ConnectionState connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.addListener(new ResponseListener() {
            @Override
            public void onInterim() {
                continueAwaited = false;
            }

            @Override
            public void onHead(HttpResponse head) {
                if (bodyOpen && continueAwaited) {
                    // The client may now send the body or omit it: the next bytes on this connection are ambiguous.
                    head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                }
            }

            @Override
            public void onEnd(Future<?> sent) {
                // Not inside the write: later handlers may still be forwarding the answered request.
                ctx.executor().execute(() -> {
                    passOn(ctx);
                    readOn();
                });
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        waiting.add(message);
        waitingBytes += bytes(message);
        passOn(ctx);
        if (tooMuchWaits()) {
            connection.hold(Hold.PIPELINING);
        }
    }

    /** Responses that the client does not read must not pile up: the next request waits until there is room. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        passOn(ctx);
        readOn();
        ctx.fireChannelWritabilityChanged();
    }

    private void readOn() {
        if (!tooMuchWaits()) {
            connection.release(Hold.PIPELINING);
        }
    }

    private boolean tooMuchWaits() {
        return waiting.size() > MAX_WAITING || waitingBytes > MAX_WAITING_BYTES;
    }

    private static int bytes(Object message) {
        return message instanceof HttpContent content ? content.content().readableBytes() : 0;
    }

    private void passOn(ChannelHandlerContext ctx) {
        if (passing) {
            return;
        }
        passing = true;
        try {
            while (!waiting.isEmpty() && mayPass(ctx, waiting.peek())) {
                Object next = waiting.remove();
                waitingBytes -= bytes(next);
                pass(ctx, next);
            }
        } finally {
            passing = false;
        }
    }

    private boolean mayPass(ChannelHandlerContext ctx, Object message) {
        return !(message instanceof HttpRequest)
                || (!connection.answering()
                        && !bodyOpen
                        && !connection.closing()
                        && ctx.channel().isWritable());
    }

    private void pass(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            connection.requestBegun();
            bodyOpen = !(message instanceof LastHttpContent);
            continueAwaited = HttpUtil.is100ContinueExpected(request);
            drainedBytes = 0;
            ctx.fireChannelRead(message);
        } else {
            if (message instanceof LastHttpContent) {
                bodyOpen = false;
            }
            if (connection.answering()) {
                ctx.fireChannelRead(message);
            } else {
                drain(ctx, message);
            }
        }
    }

    private void drain(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpContent content) {
            drainedBytes += content.content().readableBytes();
        }
        boolean broken =
                message instanceof HttpObject part && part.decoderResult().isFailure();
        ReferenceCountUtil.release(message);
        if (broken || drainedBytes > MAX_DRAINED_BYTES) {
            // After a broken body the codec decodes nothing more: requests would wait forever.
            ctx.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
