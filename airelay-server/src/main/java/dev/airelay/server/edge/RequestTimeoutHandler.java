package dev.airelay.server.edge;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.http.DurationFormat;
import dev.airelay.server.http.RestartableTimer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
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
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the head of a request, for its body, and for the next request, each for a time of its own. A request that does
 * not come in time, or whose client ends its side within it, is passed on as one that could not be decoded; a connection
 * without a request is closed. A client that ends its side after its requests gets their answers first. Stands right behind
 * the codec; {@link #arrivals()} stands right before it.
 */
final class RequestTimeoutHandler extends ChannelDuplexHandler {

    private final RelayConfig config;
    private final Arrivals arrivals = new Arrivals();
    private @Nullable Timers made;
    private boolean arrived;
    private boolean decoded;
    private boolean bodyOpen;
    private boolean continueAwaited;
    private boolean late;
    private int answersDue;
    private int endsUnderWay;
    private boolean inputEnded;

    RequestTimeoutHandler(RelayConfig config) {
        this.config = config;
    }

    /** Returns the handler that notices bytes of which the codec has made nothing yet. */
    Arrivals arrivals() {
        return arrivals;
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
            timers().header().stop();
            answersDue++;
            bodyOpen = true;
            continueAwaited = HttpUtil.is100ContinueExpected(request);
        } else {
            // A client may lose patience and send.
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

    /** Only here it is known what the codec has made of the bytes: a request that comes in one piece sets no timer. */
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
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean interim = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (interim) {
            continueAwaited = false;
            if (bodyOpen) {
                awaitBody();
            }
            ctx.write(message, promise);
            return;
        }
        if (message instanceof HttpResponse response && inputEnded && answersDue == 1) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (message instanceof LastHttpContent) {
            answersDue--;
            endsUnderWay++;
            timers().keepAlive().touch();
            ctx.write(message, promise.unvoid().addListener(written -> {
                endsUnderWay--;
                closeIfOver(ctx);
            }));
        } else {
            ctx.write(message, promise);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            if (bodyOpen) {
                failBody(
                        ctx,
                        UnfitRequestException.malformed("The connection ended before the request body was complete."));
            }
            closeIfOver(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    /** No further request can come. An answer whose end has not left yet would be cut short. */
    private void closeIfOver(ChannelHandlerContext ctx) {
        if (inputEnded && answersDue <= 0 && endsUnderWay == 0) {
            ctx.close();
        }
    }

    private void idle(ChannelHandlerContext ctx) {
        if (answersDue > 0 || bodyOpen || timers().header().running()) {
            timers().keepAlive().start();
        } else {
            ctx.close();
        }
    }

    private void lateHead(ChannelHandlerContext ctx) {
        HttpRequest head = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_0, HttpMethod.GET, "/late-request", Unpooled.EMPTY_BUFFER);
        answersDue++;
        fail(
                ctx,
                head,
                UnfitRequestException.late("The request headers were not received in full within "
                        + DurationFormat.of(config.get(ConfigKeys.HEADER_TIMEOUT)) + "."));
    }

    private void silentBody(ChannelHandlerContext ctx) {
        if (ctx.channel().config().isAutoRead()) {
            lateBody(ctx, "stalled: nothing was received for", config.get(ConfigKeys.BODY_IDLE));
        } else {
            // It is the relay that does not read.
            timers().bodyIdle().start();
        }
    }

    private void lateBody(ChannelHandlerContext ctx, String what, Duration limit) {
        failBody(ctx, UnfitRequestException.late("The request body " + what + " " + DurationFormat.of(limit) + "."));
    }

    private void failBody(ChannelHandlerContext ctx, UnfitRequestException why) {
        bodyOpen = false;
        fail(ctx, new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER), why);
    }

    private void fail(ChannelHandlerContext ctx, HttpObject message, UnfitRequestException why) {
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
