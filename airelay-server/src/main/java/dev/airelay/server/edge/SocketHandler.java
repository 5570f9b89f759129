package dev.airelay.server.edge;

import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.base.JsonTrees;
import dev.airelay.config.ConfigKeys;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.ConnectionState.Hold;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.http.SocketTurn;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.responses.SocketMessage;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client's WebSocket: passes each {@code response.create} as a request to a {@link TurnChannel} of its own, in sequence
 * within a lane and concurrently across lanes. Remembers the last turn of each lane, keeps the socket alive, and closes it
 * after an hour, when the relay stops, and when the client violates the protocol. The last handler.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455</a>
 */
final class SocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    /** The lifetime of OpenAI's sockets. */
    static final Duration LONGEST = Duration.ofMinutes(60);
    /** Maximum number of turns that wait or run: more than any known client starts at once. */
    static final int MOST_TURNS = 64;
    /** Maximum number of lanes whose last turn is remembered. */
    static final int MOST_REMEMBERED = 16;

    private static final System.Logger LOG = System.getLogger(SocketHandler.class.getName());
    /** Number of unreadable messages after which the socket is closed. */
    private static final int MOST_INVALID = 1000;
    /** Unanswered pings before a client is considered dead. */
    private static final int MOST_UNANSWERED = 20;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private static final ApiError TOO_OLD = ApiError.invalid(
            "type",
            "websocket_connection_limit_reached",
            "The WebSocket has been open for " + LONGEST.toMinutes()
                    + " minutes, the longest time allowed. Open a new one.");

    private static final ApiError TOO_MANY = new ApiError(
            "Too many requests wait on this WebSocket. Wait until some of them are answered, or open another WebSocket.",
            "rate_limit_error",
            null,
            "websocket_queue_full");

    private static final ApiError NO_MEMORY = new ApiError(
            "The requests in progress use all the memory that server.max_buffered_bytes allows. Try again soon.",
            ApiError.SERVER_ERROR,
            null,
            "request_memory_exhausted");

    private static final ApiError UNANSWERED =
            new ApiError("AIRelay abandoned this request. See its log.", ApiError.SERVER_ERROR, null, "internal_error");

    /** Headers of the handshake that do not belong to the requests over the socket. */
    private static final List<CharSequence> HANDSHAKE_ONLY = List.of(
            HttpHeaderNames.CONNECTION,
            HttpHeaderNames.SEC_WEBSOCKET_KEY,
            HttpHeaderNames.SEC_WEBSOCKET_VERSION,
            HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS,
            HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL,
            HttpHeaderNames.CONTENT_ENCODING,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.EXPECT);

    /** Adds the handlers of a turn to its channel. */
    @FunctionalInterface
    interface TurnHandlers {
        void addTo(TurnChannel channel, ConnectionState turn, TurnFrames frames);
    }

    private final ConnectionState connection;
    private final HttpRequest handshake;
    private final ConnectionSettings edge;
    private final TurnHandlers handlers;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, Remembered> remembered = new LinkedHashMap<>(0, 0.75f, true);
    private final MemoryShare memory;
    /** The bytes of requests without a complete response: queued, in admission, or in progress. */
    private long bodyBytes;

    private long rememberedBytes;
    private int turns;
    private boolean draining;
    private boolean tooOld;
    private boolean closing;
    private boolean heard;
    private int unanswered;
    private int invalids;
    private @Nullable RestartableTimer age;
    private @Nullable RestartableTimer silence;

    /**
     * Creates a handler.
     *
     * @param handshake the request that opened the socket; its headers, including the token, apply to every turn
     */
    SocketHandler(ConnectionState connection, HttpRequest handshake, ConnectionSettings edge, TurnHandlers handlers) {
        this.connection = connection;
        this.handshake = handshake;
        this.edge = edge;
        this.handlers = handlers;
        this.memory = MemoryShare.coarse(edge.memory());
    }

    /**
     * The last turn of a lane.
     *
     * @param responseId the id of its response
     * @param items all items so far
     * @param bytes their size
     */
    private record Remembered(String responseId, List<byte[]> items, long bytes) {}

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        RestartableTimer limit = new RestartableTimer(ctx.executor(), LONGEST, () -> expired(ctx));
        limit.start();
        age = limit;
        Duration beat = edge.config().get(ConfigKeys.HEARTBEAT);
        if (!beat.isZero()) {
            RestartableTimer timer = new RestartableTimer(ctx.executor(), beat, () -> listen(ctx));
            timer.start();
            silence = timer;
        }
    }

    // ---- What the client sends. ----

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        heard = true;
        if (closing) {
            return;
        }
        if (frame instanceof TextWebSocketFrame) {
            take(ctx, SocketMessage.read(ByteBufUtil.getBytes(frame.content())));
        } else if (frame instanceof PingWebSocketFrame) {
            // Pongs that the client does not read must not pile up.
            if (ctx.channel().isWritable()) {
                ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
            }
        } else if (frame instanceof CloseWebSocketFrame close) {
            int code = close.statusCode();
            close(ctx, code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""));
        } else if (!(frame instanceof PongWebSocketFrame)) {
            close(ctx, WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "Send JSON in text messages.");
        }
    }

    private void take(ChannelHandlerContext ctx, SocketMessage message) {
        if (message instanceof SocketMessage.Create create) {
            begin(ctx, create);
        } else if (message instanceof SocketMessage.Steer steer) {
            ctx.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(steer.answer())));
        } else if (message instanceof SocketMessage.Invalid invalid) {
            RequestRejected why = invalid.why();
            refuse(ctx, invalid.lane(), why.status(), why.error());
            if (++invalids > MOST_INVALID) {
                close(ctx, WebSocketCloseStatus.POLICY_VIOLATION, "Too many unreadable messages.");
            }
        }
    }

    private void begin(ChannelHandlerContext ctx, SocketMessage.Create create) {
        if (tooOld) {
            refuse(ctx, create.lane(), 400, TOO_OLD);
        } else if (turns >= MOST_TURNS || bodyBytes + create.body().length > edge.maxBodyBytes()) {
            refuse(ctx, create.lane(), 429, TOO_MANY);
        } else if (!memory.hold(bodyBytes + create.body().length + rememberedBytes)) {
            refuse(ctx, create.lane(), 503, NO_MEMORY);
        } else {
            bodyBytes += create.body().length;
            turns++;
            lanes.computeIfAbsent(create.lane(), name -> new Lane(ctx, name)).add(create);
        }
    }

    private void refuse(ChannelHandlerContext ctx, String lane, int status, ApiError error) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("type", "error").put("status", status);
        if (!lane.isEmpty()) {
            message.put("stream_id", lane);
        }
        message.set("error", error.toNode());
        if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
            message.putObject("headers").put("retry-after", "1");
        }
        ctx.writeAndFlush(
                new TextWebSocketFrame(Unpooled.wrappedBuffer(JsonTrees.usual().write(message))));
    }

    // ---- Turns. ----

    /** The turns of one {@code stream_id}, in the order of the client's requests. */
    private final class Lane {
        private final ChannelHandlerContext ctx;
        private final String name;
        private final Deque<SocketMessage.Create> waiting = new ArrayDeque<>();
        private @Nullable Turn running;

        Lane(ChannelHandlerContext ctx, String name) {
            this.ctx = ctx;
            this.name = name;
        }

        void add(SocketMessage.Create create) {
            waiting.add(create);
            goOn();
        }

        private void goOn() {
            while (running == null && !waiting.isEmpty() && !closing) {
                SocketMessage.Create next = waiting.remove();
                Turn turn = new Turn(ctx, this, next);
                running = turn;
                turn.start(next.body());
            }
            if (running == null) {
                lanes.remove(name);
                restIfOver(ctx);
            }
        }

        void over(int bytes) {
            running = null;
            turns--;
            bodyBytes -= bytes;
            account();
            goOn();
        }

        void notifyRunning(Object event) {
            if (running != null) {
                running.channel.pipeline().fireUserEventTriggered(event);
            }
        }

        void writable(boolean writable) {
            if (running != null) {
                running.channel.writable(writable);
            }
        }

        void abandon() {
            turns -= waiting.size();
            waiting.forEach(create -> bodyBytes -= create.body().length);
            waiting.clear();
            if (running != null) {
                running.channel.close();
            }
        }
    }

    /** One request and its response. */
    private final class Turn implements SocketTurn {
        private final ChannelHandlerContext ctx;
        private final Lane lane;
        private final boolean generates;
        private final String previousResponseId;
        private final int bytes;
        private final ConnectionState state = new ConnectionState(this);
        private final TurnChannel channel;
        private boolean answered;

        Turn(ChannelHandlerContext ctx, Lane lane, SocketMessage.Create create) {
            this.ctx = ctx;
            this.lane = lane;
            this.generates = create.generates();
            this.previousResponseId = create.previousResponseId();
            this.bytes = create.body().length;
            this.channel = new TurnChannel(ctx.channel());
        }

        void start(byte[] body) {
            handlers.addTo(channel, state, new TurnFrames(ctx, lane.name, this::answered));
            state.requestBegun();
            ctx.channel().eventLoop().register(channel);
            channel.writable(ctx.channel().isWritable());
            channel.closeFuture().addListener(closed -> closed());
            HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, handshake.uri());
            request.headers().set(handshake.headers());
            HANDSHAKE_ONLY.forEach(request.headers()::remove);
            request.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                    .set(HttpHeaderNames.CONTENT_LENGTH, bytes);
            channel.pipeline().fireChannelRead(request);
            channel.pipeline()
                    .fireChannelRead(
                            new DefaultLastHttpContent(Unpooled.wrappedBuffer(body), EmptyHttpHeaders.INSTANCE));
            channel.pipeline().fireChannelReadComplete();
        }

        /** The last message was written. The handlers may still be processing it: the next turn begins afterwards. */
        private void answered(boolean failed, Future<?> sent) {
            answered = true;
            connection.ending(sent);
            if (failed) {
                forget(previousResponseId);
            }
            ctx.executor().execute(channel::close);
        }

        private void closed() {
            if (!answered && !closing && ctx.channel().isActive()) {
                // A handler abandoned the turn. The client must not wait for it.
                refuse(ctx, lane.name, 500, UNANSWERED);
                forget(previousResponseId);
            }
            lane.over(bytes);
        }

        @Override
        public boolean generates() {
            return generates;
        }

        @Override
        public Optional<List<byte[]>> before(String responseId) {
            return remembered.values().stream()
                    .filter(turn -> turn.responseId().equals(responseId))
                    .findFirst()
                    .map(Remembered::items);
        }

        @Override
        public void keep(String responseId, List<byte[]> items) {
            remember(lane.name, responseId, items);
        }
    }

    // ---- What the socket remembers. ----

    /** Without memory for it, a turn is not remembered: a client that refers to it gets an error, and sends everything again. */
    private void remember(String lane, String responseId, List<byte[]> items) {
        long bytes = items.stream().mapToLong(item -> item.length).sum();
        drop(remembered.remove(lane));
        if (!memory.hold(bodyBytes + rememberedBytes + bytes)) {
            return;
        }
        rememberedBytes += bytes;
        remembered.put(lane, new Remembered(responseId, List.copyOf(items), bytes));
        if (remembered.size() > MOST_REMEMBERED) {
            drop(remembered.remove(remembered.keySet().iterator().next()));
        }
    }

    private void drop(@Nullable Remembered turn) {
        if (turn != null) {
            rememberedBytes -= turn.bytes();
            account();
        }
    }

    /** As in OpenAI's API, a turn whose continuation failed cannot be continued again. */
    private void forget(String responseId) {
        for (Map.Entry<String, Remembered> turn : remembered.entrySet()) {
            if (turn.getValue().responseId().equals(responseId)) {
                drop(remembered.remove(turn.getKey()));
                return;
            }
        }
    }

    private void account() {
        memory.charge(bodyBytes + rememberedBytes);
    }

    // ---- Life and end of the socket. ----

    /** A client that executes a tool may neither send nor read for minutes; one whose machine has gone never does again. */
    private void listen(ChannelHandlerContext ctx) {
        if (heard || !connection.reading()) {
            unanswered = 0;
        } else if (unanswered++ == MOST_UNANSWERED) {
            ctx.close();
            return;
        }
        if (!heard && ctx.channel().isWritable()) {
            ctx.writeAndFlush(new PingWebSocketFrame());
        }
        heard = false;
        if (silence != null) {
            silence.start();
        }
    }

    private void expired(ChannelHandlerContext ctx) {
        tooOld = true;
        restIfOver(ctx);
    }

    /** Closes a socket that is due to close, once no turn is in progress. */
    private void restIfOver(ChannelHandlerContext ctx) {
        if (!lanes.isEmpty() || closing) {
            return;
        }
        if (draining) {
            close(ctx, WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "AIRelay is stopping.");
        } else if (tooOld) {
            refuse(ctx, "", 400, TOO_OLD);
            close(ctx, WebSocketCloseStatus.NORMAL_CLOSURE, "This WebSocket has reached its maximum age.");
        }
    }

    private void close(ChannelHandlerContext ctx, WebSocketCloseStatus status, String why) {
        close(ctx, new CloseWebSocketFrame(status, why));
    }

    /** Nothing may follow a close: turns in progress are abandoned. */
    private void close(ChannelHandlerContext ctx, CloseWebSocketFrame frame) {
        if (closing) {
            frame.release();
            return;
        }
        closing = true;
        List.copyOf(lanes.values()).forEach(Lane::abandon);
        ChannelFuture sent = ctx.writeAndFlush(frame);
        connection.ending(sent);
        sent.addListener(written -> ctx.close());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        } else if (event == SocketIntake.Event.NO_ROOM) {
            refuse(ctx, "", 503, NO_MEMORY);
            close(ctx, WebSocketCloseStatus.TRY_AGAIN_LATER, "There is no memory for the message.");
        } else if (event == SocketIntake.Event.LATE) {
            close(ctx, WebSocketCloseStatus.POLICY_VIOLATION, "The message did not arrive in time.");
        } else if (event instanceof Drain.Event) {
            draining = true;
            List.copyOf(lanes.values()).forEach(lane -> lane.notifyRunning(event));
            restIfOver(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = ctx.channel().isWritable();
        // Errors for a client that does not read must not pile up.
        if (writable) {
            connection.release(Hold.PIPELINING);
        } else {
            connection.hold(Hold.PIPELINING);
        }
        List.copyOf(lanes.values()).forEach(lane -> lane.writable(writable));
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        List.copyOf(lanes.values()).forEach(Lane::abandon);
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        remembered.clear();
        memory.release();
        if (age != null) {
            age.stop();
        }
        if (silence != null) {
            silence.stop();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            ctx.close();
        } else if (cause instanceof CorruptedWebSocketFrameException broken
                && !broken.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            close(ctx, broken.closeStatus(), "The message violates the WebSocket protocol.");
        } else if (cause instanceof CorruptedWebSocketFrameException
                || cause instanceof TooLongFrameException
                || cause instanceof DecompressionException) {
            tooLarge(ctx);
        } else if (cause instanceof DecoderException) {
            close(ctx, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "The message could not be decoded.");
        } else {
            LOG.log(System.Logger.Level.ERROR, "socket_failed", cause);
            close(ctx, WebSocketCloseStatus.INTERNAL_SERVER_ERROR, "AIRelay failed. See its log.");
        }
    }

    private void tooLarge(ChannelHandlerContext ctx) {
        if (!closing) {
            refuse(
                    ctx,
                    "",
                    413,
                    ApiError.invalid(
                            "input",
                            "request_too_large",
                            "The message is larger than " + edge.maxBodyBytes()
                                    + " bytes. Send less, or raise server.max_body_bytes in the configuration."));
            close(ctx, WebSocketCloseStatus.MESSAGE_TOO_BIG, "The message is too large.");
        }
    }
}
