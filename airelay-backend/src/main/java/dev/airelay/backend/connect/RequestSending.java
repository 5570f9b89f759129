package dev.airelay.backend.connect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way out. A large body goes out piece by piece, the next when the last has left: so only one piece is
 * copied into network buffers at a time, and progress can be seen on a slow line.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the last write tells of all before it
final class RequestSending {

    private static final int PIECE_BYTES = 64 * 1024;
    private static final byte[] NOTHING = {};

    private final Channel channel;
    private final byte[] body;
    private final Runnable onProgress;
    private final ChannelPromise sent;

    /**
     * Prepares to send.
     *
     * @param body null for none; must not change until it is sent
     * @param onProgress called each time that a piece has left
     */
    RequestSending(Channel channel, byte @Nullable [] body, Runnable onProgress) {
        this.channel = channel;
        this.body = body == null ? NOTHING : body;
        this.onProgress = onProgress;
        this.sent = channel.newPromise();
    }

    /** Starts, and returns a future that is completed when all has left. */
    ChannelFuture start(HttpRequest head) {
        channel.write(head);
        sendFrom(0);
        return sent;
    }

    private void sendFrom(int from) {
        int to = Math.min(from + PIECE_BYTES, body.length);
        ByteBuf piece = Unpooled.wrappedBuffer(body, from, to - from);
        if (to == body.length) {
            LastHttpContent last =
                    piece.isReadable() ? new DefaultLastHttpContent(piece) : LastHttpContent.EMPTY_LAST_CONTENT;
            channel.writeAndFlush(last, sent);
        } else {
            channel.writeAndFlush(new DefaultHttpContent(piece)).addListener(written -> {
                if (written.isSuccess()) {
                    onProgress.run();
                    sendFrom(to);
                } else {
                    sent.tryFailure(written.cause());
                }
            });
        }
    }
}
