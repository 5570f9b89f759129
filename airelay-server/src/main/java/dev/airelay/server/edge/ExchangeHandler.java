package dev.airelay.server.edge;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.ErrorResponses;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.RequestEvent;
import dev.airelay.server.http.Response;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import javax.net.ssl.SSLException;

/**
 * Passes a request to its endpoint, and the pieces of a streamed body and the client's events to the running {@link
 * Exchange}; the last handler.
 *
 * <p>Exceptions end here: they become a response, an error in the response that has begun, or a closed connection.
 */
public final class ExchangeHandler extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(ExchangeHandler.class.getName());

    private final ConnectionState connection;
    private Exchange exchange = Exchange.ANSWERED;

    public ExchangeHandler(ConnectionState connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpContent piece) {
                pass(piece);
            } else {
                begin(ctx, (RelayRequest) message);
            }
        } catch (RequestRejected rejected) {
            abort();
            connection.errors().of(rejected).writeTo(ctx);
        }
    }

    private void begin(ChannelHandlerContext ctx, RelayRequest request) {
        exchange = request.context().route().endpoint().handle(request, ctx);
        if (!ctx.channel().isWritable()) {
            // Earlier responses fill the connection; only when it drains is a change reported.
            exchange.onWritabilityChanged(false);
        }
    }

    private void pass(HttpContent piece) {
        exchange.onBody(piece.content());
        if (piece instanceof LastHttpContent) {
            exchange.onBodyEnd();
        }
    }

    private void abort() {
        Exchange running = exchange;
        exchange = Exchange.ANSWERED;
        running.onClientGone();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.Event.TIME_IS_UP) {
            exchange.onFailure(Drain.stopping());
        } else if (event == RequestEvent.REFUSED) {
            abort();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        abort();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        abort();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.onWritabilityChanged(ctx.channel().isWritable());
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            // The client reset the connection, or violated TLS; channelInactive follows.
            ctx.close();
            return;
        }
        if (cause instanceof OutOfMemoryError) {
            outOfMemory(ctx);
            return;
        }
        LOG.log(System.Logger.Level.ERROR, "request_failed id=" + connection.requestId(), cause);
        fail(ctx, ErrorResponses.internalError());
    }

    /** Releases this request's memory; the other requests, and the relay, continue. */
    private void outOfMemory(ChannelHandlerContext ctx) {
        LOG.log(System.Logger.Level.ERROR, "out_of_memory");
        fail(ctx, UpstreamFailure.outOfMemory());
    }

    /**
     * Ends a response that has begun by an error inside it, any other by an error status; otherwise closes the connection.
     */
    private void fail(ChannelHandlerContext ctx, UpstreamFailure failure) {
        boolean begun = connection.responseBegun();
        try {
            if (begun && exchange.onFailure(new UpstreamException(failure, null))) {
                return;
            }
            abort();
            if (!begun) {
                Response answer = connection.errors().of(failure);
                if (UpstreamFailure.OUT_OF_MEMORY.equals(failure.error().code())) {
                    answer.header(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                }
                answer.writeTo(ctx);
                return;
            }
        } catch (RuntimeException | OutOfMemoryError again) {
            LOG.log(System.Logger.Level.ERROR, "error_not_written " + again);
        }
        ctx.close();
    }
}
