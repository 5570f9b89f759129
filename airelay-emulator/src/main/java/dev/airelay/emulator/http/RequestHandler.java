package dev.airelay.emulator.http;

import com.github.luben.zstd.ZstdInputStream;
import dev.airelay.emulator.api.RecordedRequest.Ending;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Last in the pipeline, one per connection: records each request, gets a response from the routes and plays it. Requests
 * that arrive meanwhile wait until the response has ended. After an upgrade, each text message of the WebSocket is such a
 * request, answered by the socket's endpoint.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class RequestHandler extends SimpleChannelInboundHandler<Object> {
    /** The largest frame and the largest message of a WebSocket: the backend closes on larger ones with 1009. */
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(RequestHandler.class.getName());
    /** A close with unread bytes resets the connection, and a reset discards the close frame before the peer reads it. */
    private static final Duration BEFORE_CLOSE = Duration.ofSeconds(1);

    private final Endpoint routes;
    private final RequestRecorder recorder;
    private final AtomicInteger openStreams;
    private final Deque<IncomingRequest> queued = new ArrayDeque<>();
    private @Nullable StreamPlayer playing;
    private @Nullable OpenSocket socket;
    private boolean closing;

    /** A WebSocket after its handshake; {@code recorded} is to be notified how it ended. */
    private record OpenSocket(IncomingRequest upgrade, Endpoint messages, Consumer<Ending> recorded) {}

    RequestHandler(Endpoint routes, RequestRecorder recorder, AtomicInteger openStreams) {
        this.routes = routes;
        this.recorder = recorder;
        this.openStreams = openStreams;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
        if (message instanceof FullHttpRequest request) {
            queued.add(new IncomingRequest(
                    request.method().name(),
                    request.uri(),
                    request.headers().copy(),
                    ByteBufUtil.getBytes(request.content())));
            playNext(context);
        } else if (message instanceof WebSocketFrame frame && !closing) {
            frame(context, frame);
        }
    }

    private void frame(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            closing = true;
            if (socket != null) {
                socket.recorded.accept(Ending.COMPLETE);
            }
            context.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
        } else if (frame instanceof PingWebSocketFrame) {
            if (playing == null || !playing.silent()) {
                context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
            }
        } else if (frame instanceof BinaryWebSocketFrame) {
            close(context, WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
        } else if (frame instanceof TextWebSocketFrame && socket != null) {
            queued.add(new IncomingRequest(
                    IncomingRequest.MESSAGE,
                    socket.upgrade.target(),
                    socket.upgrade.headers(),
                    ByteBufUtil.getBytes(frame.content())));
            playNext(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (playing != null) {
            playing.writable();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
        context.fireChannelInactive();
    }

    private void gone() {
        queued.clear();
        if (playing != null) {
            playing.clientGone();
        }
        if (socket != null) {
            socket.recorded.accept(Ending.CLIENT_GONE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            close(context, corrupted.closeStatus());
        } else if (socket != null
                && (cause instanceof TooLongFrameException || cause instanceof DecompressionException)) {
            close(context, WebSocketCloseStatus.MESSAGE_TOO_BIG);
        } else {
            if (!(cause instanceof IOException)) {
                LOG.log(System.Logger.Level.ERROR, "event=request-failed", cause);
            }
            context.close();
        }
    }

    /** Closes a WebSocket with a status of its own; nothing more is answered. */
    private void close(ChannelHandlerContext context, WebSocketCloseStatus status) {
        if (!closing) {
            closing = true;
            gone();
            context.writeAndFlush(new CloseWebSocketFrame(status));
            context.executor().schedule(() -> context.close(), BEFORE_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void playNext(ChannelHandlerContext context) {
        IncomingRequest next = playing == null ? queued.poll() : null;
        if (next != null) {
            play(context, next);
        }
    }

    private void play(ChannelHandlerContext context, IncomingRequest raw) {
        IncomingRequest request = raw;
        ScriptedResponse answer;
        @Nullable Consumer<Ending> recorded = null;
        try {
            request = new IncomingRequest(
                    raw.method(),
                    raw.target(),
                    raw.headers(),
                    BodyDecoder.decode(raw.body(), raw.header(HttpHeaderNames.CONTENT_ENCODING.toString())));
            recorded = recorder.record(request);
            answer = (socket == null ? routes : socket.messages).answer(request);
        } catch (RefusedException refused) {
            recorded = recorded == null ? recorder.record(request) : recorded;
            answer = Endpoint.refuse(refused.refusal());
        }
        start(context, request, answer, recorded);
    }

    private void start(
            ChannelHandlerContext context,
            IncomingRequest request,
            ScriptedResponse answer,
            Consumer<Ending> recorded) {
        int stream = answer.isStream() ? 1 : 0;
        openStreams.addAndGet(stream);
        Wire wire = request.onSocket() ? new Wire.OfSocket(context, answer) : new Wire.OfHttp(context, request, answer);
        StreamPlayer player = new StreamPlayer(context, answer, wire, ending -> {
            openStreams.addAndGet(-stream);
            playing = null;
            if (ending == Ending.COMPLETE && answer.body() instanceof ScriptedResponse.Socket opened) {
                context.pipeline().addBefore(context.name(), null, new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
                // Nothing but frames can follow.
                queued.clear();
                socket = new OpenSocket(request, opened.messages(), recorded);
            } else {
                recorded.accept(ending);
            }
            if (socket != null && (ending == Ending.CUT || wire.closes())) {
                socket.recorded.accept(Ending.CUT);
            }
            if (ending == Ending.COMPLETE) {
                // Not directly: a long queue of requests must not grow the stack.
                context.executor().execute(() -> playNext(context));
            }
        });
        playing = player;
        player.start();
    }

    /** Undoes a request's {@code Content-Encoding}. */
    private static final class BodyDecoder {
        private static final int MAX_DECODED_BYTES = 256 * 1024 * 1024;

        private BodyDecoder() {}

        /**
         * The decoded bytes.
         *
         * @throws RefusedException 415 for an encoding that is not known, 400 for a damaged body, 413 for one that is too large
         */
        static byte[] decode(byte[] body, String contentEncoding) throws RefusedException {
            String encoding = contentEncoding.trim().toLowerCase(Locale.ROOT);
            try {
                return switch (encoding) {
                    case "", "identity" -> body;
                    case "gzip", "x-gzip" -> bounded(new GZIPInputStream(new ByteArrayInputStream(body)));
                    case "zstd" -> bounded(new ZstdInputStream(new ByteArrayInputStream(body)));
                    case "deflate" -> bounded(new InflaterInputStream(new ByteArrayInputStream(body)));
                    default ->
                        throw new RefusedException(Refusal.detail(
                                415,
                                "The emulator cannot decode content-encoding " + encoding
                                        + ". Send zstd, gzip, deflate or no encoding."));
                };
            } catch (IOException damaged) {
                throw new RefusedException(
                        Refusal.detail(400, "The body is not valid " + encoding + ": " + damaged.getMessage()));
            }
        }

        private static byte[] bounded(InputStream in) throws IOException, RefusedException {
            byte[] decoded = in.readNBytes(MAX_DECODED_BYTES + 1);
            if (decoded.length > MAX_DECODED_BYTES) {
                throw new RefusedException(Refusal.detail(413, "Request body too large"));
            }
            return decoded;
        }
    }
}
