package dev.airelay.server.edge;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.ConnectionState.Hold;
import dev.airelay.server.http.Route;
import dev.airelay.traffic.write.LogBacklog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Delays a new request while too many records wait to be written to the traffic log, so that none is lost. Waits until half
 * of the log's queue is free, but at most a second: a stuck disk must not stop the relay. The connection is not read
 * meanwhile. Probes pass, because a busy relay must not look dead to its supervisor. Stands right behind the request's
 * context.
 */
final class LogBacklogHandler extends ChannelInboundHandlerAdapter {
    static final Duration LOOK_EVERY = Duration.ofMillis(20);
    static final int MOST_LOOKS = 50;

    private final ConnectionState connection;
    private final LogBacklog log;
    private final Deque<Object> held = new ArrayDeque<>(0);
    private boolean waiting;

    LogBacklogHandler(ConnectionState connection, LogBacklog log) {
        this.connection = connection;
        this.log = log;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!waiting && message instanceof HttpRequest && log.backlogged()) {
            waiting = connection.request().kind() == Route.Kind.API;
            if (waiting) {
                connection.hold(Hold.TRAFFIC_LOG);
                lookAgain(ctx, MOST_LOOKS);
            }
        }
        if (waiting) {
            held.add(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void lookAgain(ChannelHandlerContext ctx, int left) {
        ctx.executor().schedule(() -> look(ctx, left - 1), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(ChannelHandlerContext ctx, int left) {
        if (!waiting) {
            return;
        }
        boolean backlogged = log.backlogged();
        if (backlogged && left > 0) {
            lookAgain(ctx, left);
            return;
        }
        if (backlogged) {
            log.waitedInVain();
        }
        passOn(ctx);
    }

    private void passOn(ChannelHandlerContext ctx) {
        for (Object message = held.poll(); message != null; message = held.poll()) {
            ctx.fireChannelRead(message);
        }
        waiting = false;
        connection.release(Hold.TRAFFIC_LOG);
    }

    /** A request whose client did not wait is recorded too. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (waiting) {
            passOn(ctx);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        waiting = false;
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
