package dev.airelay.backend.connect;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to the upstream, and the last handler of its channel. Passes messages to its user, one user at a time;
 * answers pings itself. Used on its event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
public final class UpstreamSocket extends SimpleChannelInboundHandler<Object> {

    private static final System.Logger LOG = System.getLogger(UpstreamSocket.class.getName());
    private static final int MAX_REFUSAL_BYTES = 64 * 1024;
    /** The name that Netty gives it. */
    private static final String FRAME_DECODER = "ws-decoder";

    private static final int NO_STATUS = -1;

    private final Channel channel;
    private final WebSocketClientHandshaker handshaker;
    private User user;
    private HttpHeaders head = EmptyHttpHeaders.INSTANCE;
    private int closeStatus = NO_STATUS;
    private @Nullable Throwable cause;
    private boolean handed;
    private long partial;
    private final long openedAt;

    /** The user of a socket. Called on its event loop. */
    public interface User {

        /** The upstream accepted the handshake: messages may be sent. */
        default void onOpen() {}

        /** A message has arrived; the buffer is valid only during the call. */
        void onMessage(ByteBuf text);

        /** Anything has arrived, possibly a pong. */
        default void onSign() {}

        /** The messages of one read have been delivered. */
        default void onReadComplete() {}

        /**
         * The upstream refused the handshake. Nothing more is called.
         *
         * @param status the HTTP status of its response
         */
        default void onRefused(int status) {}

        /**
         * The socket is closed.
         *
         * @param status the upstream's status of the close; -1 without one
         * @param cause the error in the received bytes; null if there was none
         */
        void onClosed(int status, @Nullable Throwable cause);
    }

    private UpstreamSocket(Channel channel, WebSocketClientHandshaker handshaker, User first) {
        this.channel = channel;
        this.handshaker = handshaker;
        this.user = first;
        this.openedAt = channel.eventLoop().ticker().nanoTime();
    }

    /**
     * Opens a WebSocket on a fresh channel.
     *
     * @param target the request target
     * @param headers of the handshake, except those of WebSockets
     * @param maxMessageBytes maximum size of a message
     * @param first is notified how the handshake ends
     */
    public static UpstreamSocket open(
            Channel channel, URI target, HttpHeaders headers, int maxMessageBytes, User first) {
        WebSocketClientHandshaker handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                target, WebSocketVersion.V13, null, false, headers, maxMessageBytes, true, false, 0, false, false);
        UpstreamSocket socket = new UpstreamSocket(channel, handshaker, first);
        channel.pipeline()
                .addLast(new HttpClientCodec())
                .addLast("handshake", new HttpObjectAggregator(MAX_REFUSAL_BYTES))
                .addLast(socket);
        handshaker.handshake(channel);
        return socket;
    }

    /** Returns how long ago the socket was opened. */
    public Duration age() {
        return Duration.ofNanos(channel.eventLoop().ticker().nanoTime() - openedAt);
    }

    /** Returns the approximate number of received bytes of an incomplete message. */
    public long partialBytes() {
        return partial;
    }

    /** Assigns the socket to another user. */
    public void attach(User next) {
        user = next;
        reading(true);
    }

    /** Returns the headers of the upstream's handshake response, once: later they are outdated. */
    public HttpHeaders takeHead() {
        HttpHeaders taken = head;
        head = EmptyHttpHeaders.INSTANCE;
        return taken;
    }

    /** Sends a message; completed when it has been written. */
    public ChannelFuture send(ByteBuf text) {
        return channel.writeAndFlush(new TextWebSocketFrame(text));
    }

    /** Sends a ping, which the upstream answers if it is alive. */
    public void ping() {
        channel.writeAndFlush(new PingWebSocketFrame());
    }

    /** Stops or resumes reading from the socket. */
    public void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Returns true while the socket is open. */
    public boolean active() {
        return channel.isActive();
    }

    /** Closes the socket; its user is not called any more. */
    public void close() {
        handed = true;
        channel.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) {
        if (handed) {
            return;
        }
        partial = 0;
        user.onSign();
        if (message instanceof FullHttpResponse response) {
            answered(ctx, response);
        } else if (message instanceof TextWebSocketFrame text) {
            user.onMessage(text.content());
        } else if (message instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (message instanceof CloseWebSocketFrame close) {
            closeStatus = close.statusCode();
            ctx.writeAndFlush(close.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void answered(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            close();
            user.onRefused(response.status().code());
            return;
        }
        try {
            handshaker.finishHandshake(channel, response);
        } catch (WebSocketHandshakeException notOne) {
            close();
            user.onRefused(response.status().code());
            return;
        }
        head = response.headers().copy();
        // Netty has removed it with the codec; messages may arrive in several frames.
        ctx.pipeline()
                .addBefore(ctx.name(), "message", new WebSocketFrameAggregator(handshaker.maxFramePayloadLength()));
        ctx.pipeline().addBefore(FRAME_DECODER, "arrivals", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext decoder, Object bytes) {
                partial += bytes instanceof ByteBuf piece ? piece.readableBytes() : 0;
                decoder.fireChannelRead(bytes);
            }
        });
        user.onOpen();
    }

    /** The upstream's close notification of TLS: without it an idle socket would look usable until the next request. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        user.onReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        if (cause == null) {
            cause = thrown;
        }
        if (TransportFailures.isOurs(thrown)) {
            LOG.log(System.Logger.Level.ERROR, "event=upstream_answer_not_handled", thrown);
        }
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!handed) {
            handed = true;
            user.onClosed(closeStatus, cause);
        }
    }
}
