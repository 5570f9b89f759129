package dev.airelay.server.edge;

import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.server.http.ConnectionState;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes what clients skip when an answer is silent. Relies on what is written being whole events. Stands outside of whatever
 * looks at answers.
 *
 * <p>An event stream gets comments: programs on the way, and some clients, take a silent connection for a dead one.
 *
 * <p>A client that has ended its side of the connection either waits for its answer or is gone, as SDKs are that cancel: the
 * end looks the same. Only what is written tells, for the system of a client that is gone answers with a reset, and the next
 * write fails. So after a short silence it gets a comment, or before the head of the answer {@code 100 Continue}, which a
 * client that did not ask for it skips, and the same again to see whether a reset has come; then at the pace of the comments,
 * for it may go later. An answer to HTTP/1.0 that has not begun must have no interim head, so it is made to its end.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes">HTML, server-sent events</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110, 15.2 Informational 1xx</a>
 */
final class HeartbeatHandler extends ChannelDuplexHandler {

    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final String EVENT_STREAM = "text/event-stream";

    /** What a client that has ended its side waits in silence for, twice. */
    private static final Duration UNCERTAINTY = Duration.ofMillis(500);

    private static final int PROBES = 2;

    private final ConnectionState connection;
    private final Duration silence;
    private @Nullable RestartableTimer countdown;
    private @Nullable RestartableTimer uncertainty;
    private int probesLeft;
    private boolean stream;
    private boolean takesInterim = true;

    /**
     * Creates a handler.
     *
     * @param silence after how much of it a comment comes; zero for never
     */
    HeartbeatHandler(ConnectionState connection, Duration silence) {
        this.connection = connection;
        this.silence = silence;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (!silence.isZero()) {
            countdown = new RestartableTimer(ctx.executor(), silence, () -> beat(ctx));
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
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean interim = ConnectionState.isInterim(message);
        if (!interim) {
            written(message);
        }
        ctx.write(message, promise);
        if (!interim && message instanceof LastHttpContent && countdown != null && !awaitedBlindly()) {
            countdown.pause();
        }
    }

    private void written(Object message) {
        if (message instanceof HttpResponse response) {
            stream = isStream(response.headers());
            if (stream && countdown != null) {
                countdown.start();
            }
        }
        if (countdown != null) {
            countdown.touch();
        }
        if (uncertainty != null) {
            uncertainty.touch();
        }
        if (message instanceof LastHttpContent) {
            stream = false;
        }
    }

    /** Whether it is not known if the client still waits for the next answer. */
    private boolean awaitedBlindly() {
        return connection.inputEnded() && connection.responsesDue() > 0;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            if (awaitedBlindly()) {
                probesLeft = PROBES;
                uncertainty = new RestartableTimer(ctx.executor(), UNCERTAINTY, () -> probe(ctx));
                uncertainty.start();
                if (countdown != null) {
                    countdown.start();
                }
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    private void probe(ChannelHandlerContext ctx) {
        breakSilence(ctx);
        probesLeft--;
        if (probesLeft > 0 && uncertainty != null) {
            uncertainty.start();
        }
    }

    /** A file may have that type too, but has a length. */
    private static boolean isStream(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        return type.startsWith(EVENT_STREAM) && !headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    }

    private void beat(ChannelHandlerContext ctx) {
        breakSilence(ctx);
        if (countdown != null) {
            countdown.start();
        }
    }

    private void breakSilence(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            return;
        }
        if (stream) {
            ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(COMMENT)));
        } else if (awaitedBlindly() && !connection.responseOpen() && takesInterim) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (countdown != null) {
            countdown.stop();
        }
        if (uncertainty != null) {
            uncertainty.stop();
        }
    }
}
