package dev.airelay.emulator;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Last in the pipeline, one per connection: records each request, asks the routes for an answer and has it played.
 * Requests that arrive while an answer is being played wait for its end.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final System.Logger LOG = System.getLogger(RequestHandler.class.getName());

    private final Routes routes;
    private final RequestRecorder recorder;
    private final AtomicInteger openStreams;
    private final Deque<FullHttpRequest> queued = new ArrayDeque<>();
    private @Nullable StreamPlayer playing;

    RequestHandler(Routes routes, RequestRecorder recorder, AtomicInteger openStreams) {
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
        Performance answer;
        @Nullable RecordedRequest recorded = null;
        try {
            request = new IncomingRequest(
                    raw.method(),
                    raw.target(),
                    raw.headers(),
                    BodyDecoder.decode(raw.body(), raw.header(HttpHeaderNames.CONTENT_ENCODING.toString())));
            recorded = recordUnlessControl(request);
            answer = routes.answer(request);
        } catch (RefusedException refused) {
            recorded = recorded == null ? recordUnlessControl(request) : recorded;
            answer = Endpoint.refuse(refused.refusal());
        }
        start(context, answer, recorded);
    }

    private @Nullable RecordedRequest recordUnlessControl(IncomingRequest request) {
        return ControlEndpoint.owns(request.path()) ? null : recorder.record(request);
    }

    private void start(ChannelHandlerContext context, Performance answer, @Nullable RecordedRequest recorded) {
        int stream = answer.isStream() ? 1 : 0;
        openStreams.addAndGet(stream);
        StreamPlayer player = new StreamPlayer(context, answer, ending -> {
            openStreams.addAndGet(-stream);
            playing = null;
            if (recorded != null) {
                recorded.ended(ending);
            }
            if (ending == RecordedRequest.Ending.COMPLETE) {
                // Not at once: a long row of waiting requests must not grow the stack.
                context.executor().execute(() -> playNext(context));
            }
        });
        playing = player;
        player.start();
    }
}
