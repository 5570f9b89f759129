package dev.airelay.emulator.http;

import dev.airelay.emulator.api.RecordedRequest.Ending;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Last in the pipeline, one per connection: records each request, asks the routes for an answer and has it played.
 * Requests that arrive while an answer is being played wait for its end.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final System.Logger LOG = System.getLogger(RequestHandler.class.getName());

    private final Endpoint routes;
    private final RequestRecorder recorder;
    private final AtomicInteger openStreams;
    private final Deque<FullHttpRequest> queued = new ArrayDeque<>();
    private @Nullable StreamPlayer playing;

    RequestHandler(Endpoint routes, RequestRecorder recorder, AtomicInteger openStreams) {
        this.routes = routes;
        this.recorder = recorder;
        this.openStreams = openStreams;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        queued.add(request.retain());
        playNext(context);
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
        queued.forEach(FullHttpRequest::release);
        queued.clear();
        if (playing != null) {
            playing.clientGone();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.log(System.Logger.Level.ERROR, "event=request-failed", cause);
        }
        context.close();
    }

    private void playNext(ChannelHandlerContext context) {
        FullHttpRequest next = playing == null ? queued.poll() : null;
        if (next == null) {
            return;
        }
        try {
            play(context, next);
        } finally {
            next.release();
        }
    }

    private void play(ChannelHandlerContext context, FullHttpRequest next) {
        IncomingRequest raw = new IncomingRequest(
                next.method().name(), next.uri(), next.headers().copy(), ByteBufUtil.getBytes(next.content()));
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
            answer = routes.answer(request);
        } catch (RefusedException refused) {
            recorded = recorded == null ? recorder.record(request) : recorded;
            answer = Endpoint.refuse(refused.refusal());
        }
        start(context, answer, recorded);
    }

    private void start(ChannelHandlerContext context, ScriptedResponse answer, Consumer<Ending> recorded) {
        int stream = answer.isStream() ? 1 : 0;
        openStreams.addAndGet(stream);
        StreamPlayer player = new StreamPlayer(context, answer, ending -> {
            openStreams.addAndGet(-stream);
            playing = null;
            recorded.accept(ending);
            if (ending == Ending.COMPLETE) {
                // Not at once: a long row of waiting requests must not grow the stack.
                context.executor().execute(() -> playNext(context));
            }
        });
        playing = player;
        player.start();
    }

    /** Undoes a request's {@code Content-Encoding}. The real backend also reads zstd, for which the JDK has no decoder. */
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
                    case "deflate" -> bounded(new InflaterInputStream(new ByteArrayInputStream(body)));
                    default ->
                        throw new RefusedException(Refusal.detail(
                                415,
                                "The emulator cannot decode content-encoding " + encoding
                                        + ". Send gzip, deflate or no encoding."));
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
