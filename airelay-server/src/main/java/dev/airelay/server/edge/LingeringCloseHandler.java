package dev.airelay.server.edge;

import dev.airelay.server.http.ConnectionState;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection in two steps if its client may still be sending: first this side only, then, when the client has
 * finished or after a time-out, the whole connection. If it were closed immediately, the client's further data would cause a
 * reset, which makes the client's system discard the response that it has not read yet. Stands right behind the codec.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6 Tear-down</a>
 */
final class LingeringCloseHandler extends ChannelDuplexHandler {

    private static final long LONGEST_SECONDS = 5;

    private final ConnectionState connection;
    private final Optional<SslHandler> encryption;
    private boolean sending;
    private @Nullable ChannelPromise closing;
    private @Nullable Future<?> limit;

    /**
     * Creates a handler.
     *
     * @param encryption the connection's TLS handler; empty for plain HTTP
     */
    LingeringCloseHandler(ConnectionState connection, Optional<SslHandler> encryption) {
        this.connection = connection;
        this.encryption = encryption;
    }

    /** From now on the client may send at any time, until it closes the socket. */
    void isSocket() {
        sending = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            sending = true;
        }
        if (message instanceof LastHttpContent || message instanceof CloseWebSocketFrame) {
            sending = false;
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            // The codec decodes nothing more of the client's data.
            sending = true;
        }
        if (closing == null) {
            ctx.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        if (!sending) {
            closeNow(ctx);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        boolean waits = closing == null
                && sending
                && connection.responseBegun()
                && ctx.channel().isActive();
        if (waits && ctx.channel() instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
            closing = promise;
            limit = ctx.executor().schedule(() -> closeNow(ctx), LONGEST_SECONDS, TimeUnit.SECONDS);
            finish(duplex);
            connection.drain();
        } else {
            stopWaiting();
            ctx.close(promise);
        }
    }

    /** Closes this side of the connection; TLS sends its close notification first. */
    private void finish(DuplexChannel duplex) {
        encryption.ifPresentOrElse(
                tls -> tls.closeOutbound().addListener(closed -> duplex.shutdownOutput()), duplex::shutdownOutput);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            // The client has finished too.
            closeNow(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    private void closeNow(ChannelHandlerContext ctx) {
        ChannelPromise promise = closing;
        stopWaiting();
        // Closing ends in channelInactive, which comes here again.
        if (promise != null && !promise.isDone()) {
            ctx.close(promise);
        }
    }

    private void stopWaiting() {
        if (limit != null) {
            limit.cancel(false);
            limit = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closeNow(ctx);
        ctx.fireChannelInactive();
    }
}
