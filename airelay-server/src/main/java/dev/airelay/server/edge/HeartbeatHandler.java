package dev.airelay.server.edge;

import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.ResponseListener;
import dev.airelay.server.http.StreamHead;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps silent responses alive with bytes that clients skip. Requires that every write ends with a whole event. Stands
 * nearer to the socket than all handlers that inspect responses.
 *
 * <p>An event stream gets comments, or the events that its API has for this purpose: intermediaries, and some clients,
 * consider a silent connection dead.
 *
 * <p>A client that has closed its side of the connection either waits for its response or has gone, like SDKs that cancel:
 * both look the same. Only writing shows the difference, because the system of a client that has gone answers with a reset,
 * and the next write fails. So after a short silence the relay writes a comment, a space in a stream of lines, or {@code 100
 * Continue} before the response head, which clients skip; then the same again, to see whether a reset has arrived; then at
 * the interval of the comments, because the client may go later. A response to HTTP/1.0 that has not begun must not have an
 * interim head, so it is always completed.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes">HTML, server-sent events</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110, 15.2 Informational 1xx</a>
 */
final class HeartbeatHandler extends ChannelInboundHandlerAdapter implements ResponseListener {

    private static final byte[] NOTHING = {};

    /** The silence before a client that has closed its side is probed, and probed again. */
    private static final Duration UNCERTAINTY = Duration.ofMillis(500);

    private static final int PROBES = 2;

    private final ConnectionState connection;
    private final Duration silence;
    private @Nullable SilenceTimer comments;
    private @Nullable SilenceTimer probes;
    private int probesLeft;
    /** The bytes to write into the open stream; empty if there is none, or if nothing can be written. */
    private byte[] keepAlive = NOTHING;
    /** The same for a client that may be gone. */
    private byte[] probe = NOTHING;

    private boolean takesInterim = true;

    /**
     * Creates a handler.
     *
     * @param silence time without data before a comment; zero for never
     */
    HeartbeatHandler(ConnectionState connection, Duration silence) {
        this.connection = connection;
        this.silence = silence;
    }

    /** Fires when nothing has been written for a time. Checks the time of the last write only when the time is up. */
    private final class SilenceTimer {
        private final RestartableTimer timer;
        private final Duration limit;
        private final Runnable action;

        SilenceTimer(EventExecutor loop, Duration limit, Runnable action) {
            this.timer = new RestartableTimer(loop);
            this.limit = limit;
            this.action = action;
        }

        /** Starts from now. */
        void start() {
            timer.start(limit, this::check);
        }

        private void check() {
            Duration remaining = limit.minus(connection.silence());
            if (remaining.isZero() || remaining.isNegative()) {
                action.run();
            } else {
                timer.start(remaining, this::check);
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.addListener(this);
        if (!silence.isZero()) {
            comments = new SilenceTimer(ctx.executor(), silence, () -> beat(ctx));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            takesInterim &= !request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void onHead(HttpResponse head) {
        keepAlive = NOTHING;
        probe = NOTHING;
        if (head instanceof StreamHead stream) {
            keepAlive = stream.framing().keepAlive().getBytes(StandardCharsets.US_ASCII);
            probe = stream.framing().probe().getBytes(StandardCharsets.US_ASCII);
        }
        if (filling().length > 0 && comments != null) {
            comments.start();
        }
    }

    @Override
    public void onEnd(Future<?> sent) {
        keepAlive = NOTHING;
        probe = NOTHING;
        if (comments != null && !awaitedBlindly()) {
            comments.timer.pause();
        }
    }

    /** Whether it is unknown if the client still waits for the next response. */
    private boolean awaitedBlindly() {
        return connection.inputEnded() && connection.responsesDue() > 0;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE && awaitedBlindly()) {
            probesLeft = PROBES;
            probes = new SilenceTimer(ctx.executor(), UNCERTAINTY, () -> probe(ctx));
            probes.start();
            if (comments != null) {
                comments.start();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    private void probe(ChannelHandlerContext ctx) {
        breakSilence(ctx);
        probesLeft--;
        if (probesLeft > 0 && probes != null) {
            probes.start();
        }
    }

    private void beat(ChannelHandlerContext ctx) {
        breakSilence(ctx);
        if (comments != null) {
            comments.start();
        }
    }

    private byte[] filling() {
        return awaitedBlindly() ? probe : keepAlive;
    }

    private void breakSilence(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            return;
        }
        byte[] filling = filling();
        if (filling.length > 0) {
            ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(filling)));
        } else if (awaitedBlindly() && !connection.responseOpen() && takesInterim) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (comments != null) {
            comments.timer.stop();
        }
        if (probes != null) {
            probes.timer.stop();
        }
    }
}
