package dev.airelay.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fills the silence of an event stream with comments, which every client skips: programs on the way, and some clients, take
 * a silent connection for a dead one. Relies on what is written being whole events. Stands outside of whatever looks at
 * answers.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes">HTML, server-sent events</a>
 */
final class HeartbeatHandler extends ChannelDuplexHandler {

    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final String EVENT_STREAM = "text/event-stream";

    private final Duration silence;
    private @Nullable Countdown countdown;

    /**
     * Creates a handler.
     *
     * @param silence after how much of it a comment comes; zero for never
     */
    HeartbeatHandler(Duration silence) {
        this.silence = silence;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (!silence.isZero()) {
            countdown = new Countdown(ctx.executor(), silence, () -> beat(ctx));
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (countdown != null) {
            if (message instanceof HttpResponse response && isStream(response.headers())) {
                countdown.start();
            }
            countdown.touch();
            if (message instanceof LastHttpContent) {
                countdown.stop();
            }
        }
        ctx.write(message, promise);
    }

    /** A file may have that type too, but has a length. */
    private static boolean isStream(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        return type.startsWith(EVENT_STREAM) && !headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    }

    private void beat(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(COMMENT)));
        }
        if (countdown != null) {
            countdown.start();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (countdown != null) {
            countdown.end();
        }
    }
}
