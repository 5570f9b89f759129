package dev.airelay.server.edge;

import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.base.DurationFormat;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.ErrorResponses;
import dev.airelay.server.http.ResponseListener;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits the wait for the head of a request, for its body, and for the next request. A request that does not arrive in time,
 * or whose client closes its side in the middle, is forwarded as one that could not be decoded; a connection without a
 * request is closed. A client that closes its side after its requests gets their responses first. Stands behind the codec
 * and {@link ConnectionState}; {@link #arrivals()} stands right before the codec.
 */
final class RequestTimeoutHandler extends ChannelInboundHandlerAdapter {

    private final ConnectionState connection;
    private final RelayConfig config;
    private final Arrivals arrivals = new Arrivals();
    private @Nullable Timers made;
    private boolean arrived;
    private boolean decoded;
    private boolean bodyOpen;
    private boolean continueAwaited;
    private boolean late;

    RequestTimeoutHandler(ConnectionState connection, RelayConfig config) {
        this.connection = connection;
        this.config = config;
    }

    /** Returns the handler that notices bytes that the codec has not decoded yet. */
    Arrivals arrivals() {
        return arrivals;
    }

    /**
     * The timers of a client that sends a request.
     *
     * @param header until the head is complete
     * @param bodyIdle since the last bytes of the body
     * @param body until the body is complete
     * @param keepAlive without a request
     */
    private record Timers(
            RestartableTimer header, RestartableTimer bodyIdle, RestartableTimer body, RestartableTimer keepAlive) {

        void stopBody() {
            bodyIdle.pause();
            body.pause();
        }

        /** Removes all timers from the loop. */
        void end() {
            header.stop();
            bodyIdle.stop();
            body.stop();
            keepAlive.stop();
        }
    }

    /** Notices bytes. */
    final class Arrivals extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            arrived = true;
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        made = new Timers(
                countdown(ctx, config.get(ConfigKeys.HEADER_TIMEOUT), () -> lateHead(ctx)),
                countdown(ctx, config.get(ConfigKeys.BODY_IDLE), () -> silentBody(ctx)),
                countdown(
                        ctx,
                        config.get(ConfigKeys.BODY_TIMEOUT),
                        () -> lateBody(ctx, "was not received in full within", config.get(ConfigKeys.BODY_TIMEOUT))),
                countdown(ctx, config.get(ConfigKeys.KEEP_ALIVE), () -> idle(ctx)));
        connection.addListener(new ResponseListener() {
            @Override
            public void onInterim() {
                continueAwaited = false;
                if (bodyOpen) {
                    awaitBody();
                }
            }

            @Override
            public void onHead(HttpResponse head) {
                if (connection.inputEnded() && connection.responsesDue() == 1) {
                    head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                }
            }

            @Override
            public void onEnd(Future<?> sent) {
                timers().keepAlive().touch();
                sent.addListener(done -> closeIfOver(ctx));
            }
        });
    }

    private Timers timers() {
        return Objects.requireNonNull(made, "the handler is in no pipeline");
    }

    private static RestartableTimer countdown(ChannelHandlerContext ctx, Duration limit, Runnable expired) {
        return new RestartableTimer(ctx.executor(), limit, expired);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timers().keepAlive().start();
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (late) {
            ReferenceCountUtil.release(message);
            return;
        }
        decoded = true;
        if (message instanceof HttpRequest request) {
            timers().header().pause();
            bodyOpen = true;
            continueAwaited = HttpUtil.is100ContinueExpected(request);
        } else {
            // The client may send before the response.
            continueAwaited = false;
        }
        boolean broken =
                message instanceof HttpObject part && part.decoderResult().isFailure();
        if (message instanceof LastHttpContent || broken) {
            bodyOpen = false;
            timers().stopBody();
        }
        ctx.fireChannelRead(message);
    }

    /** Only here is it known what the codec decoded: a request that arrives in one piece sets no timer. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (bodyOpen) {
            if (!continueAwaited) {
                awaitBody();
            }
        } else if (arrived && !decoded && !late && !timers().header().running()) {
            timers().header().start();
        }
        arrived = false;
        decoded = false;
        ctx.fireChannelReadComplete();
    }

    private void awaitBody() {
        if (!timers().body().running()) {
            timers().body().start();
        }
        timers().bodyIdle().start();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            if (bodyOpen) {
                failBody(ctx, ErrorResponses.malformed("The connection ended before the request body was complete."));
            }
            closeIfOver(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    /** No further request can arrive. A response whose end has not been sent yet would be truncated. */
    private void closeIfOver(ChannelHandlerContext ctx) {
        if (connection.inputEnded() && connection.responsesDue() <= 0 && !connection.ending()) {
            ctx.close();
        }
    }

    private void idle(ChannelHandlerContext ctx) {
        if (connection.responsesDue() > 0 || bodyOpen || timers().header().running()) {
            timers().keepAlive().start();
        } else {
            ctx.close();
        }
    }

    private void lateHead(ChannelHandlerContext ctx) {
        HttpRequest head = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_0, HttpMethod.GET, "/late-request", Unpooled.EMPTY_BUFFER);
        connection.requestArrived();
        fail(
                ctx,
                head,
                ErrorResponses.late("The request headers were not received in full within "
                        + DurationFormat.of(config.get(ConfigKeys.HEADER_TIMEOUT)) + "."));
    }

    private void silentBody(ChannelHandlerContext ctx) {
        if (connection.reading()) {
            lateBody(ctx, "stalled: nothing was received for", config.get(ConfigKeys.BODY_IDLE));
        } else {
            // The relay itself is not reading.
            timers().bodyIdle().start();
        }
    }

    private void lateBody(ChannelHandlerContext ctx, String what, Duration limit) {
        failBody(ctx, ErrorResponses.late("The request body " + what + " " + DurationFormat.of(limit) + "."));
    }

    private void failBody(ChannelHandlerContext ctx, RequestRejected why) {
        bodyOpen = false;
        fail(ctx, new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER), why);
    }

    private void fail(ChannelHandlerContext ctx, HttpObject message, RequestRejected why) {
        late = true;
        timers().stopBody();
        message.setDecoderResult(DecoderResult.failure(why));
        ctx.fireChannelRead(message);
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timers().end();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timers().end();
    }
}
