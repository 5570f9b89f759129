package dev.airelay.server.page;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.base.JsonTrees;
import dev.airelay.server.http.Callbacks;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.http.StreamHead;
import dev.airelay.server.trace.RecentRequest;
import dev.airelay.server.trace.RecentRequests;
import dev.airelay.traffic.record.ClientName;
import dev.airelay.traffic.record.Measures;
import dev.airelay.traffic.record.TokenUsage;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.spi.Dialect;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/relay/page/events}: an endless stream with the state of the relay as {@code state} events, and the requests that
 * have changed as {@code requests} events. It looks at its sources by a timer of its own, so that requests need not know of it. When the
 * relay stops, it sends {@code stopping} and ends behind the last request in progress, so that it does not delay the stop.
 */
public final class PageEvents implements Endpoint {

    private static final long PERIOD_MILLIS = 500;
    private static final int PERIODS_PER_STATE = 4;
    private static final int MOST = 16;
    private static final JsonTrees JSON = JsonTrees.usual();

    private final PageState state;
    private final RecentRequests recent;
    private final BooleanSupplier stopping;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * Creates the endpoint.
     *
     * @param stopping whether the relay is about to stop
     */
    public PageEvents(PageState state, RecentRequests recent, BooleanSupplier stopping) {
        this.state = state;
        this.recent = recent;
        this.stopping = stopping;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        if (request.context().head().method().equals(HttpMethod.HEAD)) {
            Response.of(200, Dialect.Framing.SSE.contentType(), new byte[0]).writeTo(ctx);
            return Exchange.ANSWERED;
        }
        if (open.getAndUpdate(now -> Math.min(now + 1, MOST)) == MOST) {
            throw new RequestRejected(
                    429,
                    new ApiError(
                            "The page is open " + MOST + " times already. Close some of its tabs.",
                            "rate_limit_error",
                            null,
                            "too_many_pages"));
        }
        Watcher watcher = new Watcher(ctx);
        watcher.begin(request.version());
        return watcher;
    }

    /** One open page. Used on its event loop only. */
    private final class Watcher implements Exchange {
        private final ChannelHandlerContext ctx;
        private final EventLoop loop;
        private @Nullable Future<?> timer;
        private byte[] lastState = {};
        /** The first list is sent although it is empty, so that the page forgets that of the run before. */
        private long seen = -1;

        private int periods;
        private boolean asking;
        private boolean stopReported;
        private boolean over;

        Watcher(ChannelHandlerContext ctx) {
            this.ctx = ctx;
            this.loop = ctx.channel().eventLoop();
        }

        void begin(HttpVersion version) {
            HttpResponse head = new StreamHead(Dialect.Framing.SSE);
            head.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store").set("x-accel-buffering", "no");
            HttpUtil.setTransferEncodingChunked(head, version.compareTo(HttpVersion.HTTP_1_1) >= 0);
            ctx.writeAndFlush(head);
            timer = ctx.executor()
                    .scheduleAtFixedRate(
                            () -> Callbacks.guard(ctx, this::look), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void look() {
            if (over) {
                return;
            }
            if (stopping.getAsBoolean() && isLast()) {
                return;
            }
            // A page that does not read gets what has changed when it reads again.
            if (!ctx.channel().isWritable()) {
                return;
            }
            if (periods++ % PERIODS_PER_STATE == 0 && !asking) {
                asking = true;
                CompletionStage<?> unused = state.now(loop)
                        .whenCompleteAsync(
                                (now, failed) -> Callbacks.guard(ctx, () -> arrived(now, failed)), ctx.executor());
            }
            if (recent.version() != seen) {
                sendRequests();
            }
        }

        /** Reports the stop, and ends behind the last request in progress. Returns whether the stream has ended. */
        private boolean isLast() {
            if (!stopReported) {
                stopReported = true;
                send("stopping", JsonNodeFactory.instance.objectNode());
            }
            if (recent.busy()) {
                return false;
            }
            if (recent.version() != seen) {
                sendRequests();
            }
            finish();
            return true;
        }

        private void finish() {
            end();
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }

        private void arrived(@Nullable ObjectNode now, @Nullable Throwable failed) {
            asking = false;
            if (now == null) {
                throw new IllegalStateException("the state could not be read", failed);
            }
            byte[] written = JSON.write(now);
            if (!over && !Arrays.equals(written, lastState)) {
                lastState = written;
                send("state", written);
            }
        }

        private void sendRequests() {
            long before = seen;
            seen = recent.version();
            ArrayNode changed = JsonNodeFactory.instance.arrayNode();
            List<RecentRequest.View> views = recent.since(before);
            views.forEach(view -> changed.add(json(view)));
            send("requests", changed);
        }

        private void send(String event, JsonNode data) {
            send(event, JSON.write(data));
        }

        private void send(String event, byte[] data) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream(data.length + 64);
            frame.writeBytes(("event: " + event + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
            frame.writeBytes(data);
            frame.writeBytes(new byte[] {'\n', '\n'});
            ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(frame.toByteArray())));
        }

        private void end() {
            if (!over) {
                over = true;
                open.decrementAndGet();
                if (timer != null) {
                    timer.cancel(false);
                }
            }
        }

        @Override
        public void onClientGone() {
            end();
        }

        /** The time for requests in progress is up. */
        @Override
        public boolean onFailure(UpstreamException failure) {
            if (!over) {
                finish();
            }
            return true;
        }
    }

    private static ObjectNode json(RecentRequest.View view) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("number", view.number())
                .put("id", view.id())
                .put("method", view.method())
                .put("path", view.path())
                .put("ip", view.clientIp())
                .put("client", ClientName.of(view.userAgent()))
                .put("agent", view.userAgent())
                .put("started", view.startedMillis())
                .put("model", view.model())
                .put("effort", view.effort())
                .put("waiting", view.waiting())
                .put("waited_ms", millis(view.waited()))
                .put("first_token_ms", millis(view.firstToken()))
                .put("retries", view.retries())
                .put("ended", view.ended());
        if (view.ended()) {
            json.put("status", view.status()).put("complete", view.complete());
            Measures measures = view.measures();
            if (measures != null) {
                json.put("duration_ms", millis(measures.duration()))
                        .put("bytes_in", measures.bytesIn())
                        .put("bytes_out", measures.bytesOut());
            }
            ArrayNode ignored = json.putArray("ignored");
            view.ignored().forEach(ignored::add);
        }
        TokenUsage usage = view.usage();
        if (usage != null) {
            json.putObject("tokens")
                    .put("input", usage.input())
                    .put("cached", usage.cached())
                    .put("output", usage.output())
                    .put("reasoning", usage.reasoning());
        }
        if (view.errorCode() != null || view.errorMessage() != null) {
            json.putObject("error").put("code", view.errorCode()).put("message", view.errorMessage());
        }
        return json;
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : Long.valueOf(duration.toMillis());
    }
}
