package dev.airelay.server.edge;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Refusal;
import dev.airelay.server.http.RequestEvent;
import dev.airelay.server.http.ResponseListener;
import dev.airelay.server.http.Route;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

/**
 * Closes a connection while the relay stops: when it is idle, or when the response in progress is written; refuses further
 * requests, except probes. When the time is up, ends a response that has not begun. Stands behind pipelining, so that one
 * request at a time passes.
 */
final class DrainHandler extends ChannelInboundHandlerAdapter {

    private final Drain drain;
    private final ConnectionState connection;
    private boolean refusing;

    DrainHandler(ConnectionState connection, Drain drain) {
        this.connection = connection;
        this.drain = drain;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.addListener(new ResponseListener() {
            @Override
            public void onHead(HttpResponse head) {
                if (drain.begun()) {
                    head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                }
            }

            @Override
            public void onEnd(Future<?> sent) {
                sent.addListener(done -> closeIfResting(ctx));
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            refusing = drain.begun() && connection.request().kind() != Route.Kind.PROBE;
            if (refusing) {
                refuse(ctx);
            }
        }
        if (refusing) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        connection
                .errors()
                .of(Refusal.of(Drain.UNAVAILABLE, Drain.STOPPING))
                .header(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .writeTo(ctx);
    }

    /** A response whose end has not been sent yet would be truncated. */
    private void closeIfResting(ChannelHandlerContext ctx) {
        if (drain.begun() && !connection.answering() && !connection.ending()) {
            ctx.close();
        }
    }

    /** Handles a connection that was accepted just before the stop, and added after its announcement. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        closeIfResting(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.Event.BEGUN) {
            closeIfResting(ctx);
        }
        ctx.fireUserEventTriggered(event);
        if (event == Drain.Event.TIME_IS_UP && connection.answering() && !connection.responseBegun()) {
            refusing = true;
            ctx.fireUserEventTriggered(RequestEvent.REFUSED);
            refuse(ctx);
        }
    }
}
