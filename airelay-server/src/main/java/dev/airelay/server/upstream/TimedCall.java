package dev.airelay.server.upstream;

import dev.airelay.backend.CallHandle;
import dev.airelay.backend.RestartableTimer;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.base.DurationFormat;
import dev.airelay.server.http.Callbacks;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An upstream call that fails when it is not over after a time, whatever it brings until then. Used on its event loop only. */
final class TimedCall implements CallHandle, UpstreamSink {

    private static final int GATEWAY_TIMEOUT = 504;

    private final UpstreamSink sink;
    private final Duration limit;
    private final RestartableTimer countdown;
    private @Nullable CallHandle call;
    private boolean over;

    private TimedCall(ChannelHandlerContext ctx, Duration limit, UpstreamSink sink) {
        this.sink = sink;
        this.limit = limit;
        this.countdown = new RestartableTimer(ctx.executor(), limit, () -> Callbacks.guard(ctx, this::expired));
    }

    /**
     * Opens a call.
     *
     * @param limit zero for none
     */
    static CallHandle open(ChannelHandlerContext ctx, CallOpener opener, Duration limit, UpstreamSink sink) {
        if (limit.isZero()) {
            return opener.open(sink);
        }
        TimedCall timed = new TimedCall(ctx, limit, sink);
        CallHandle opened = opener.open(timed);
        timed.call = opened;
        if (!timed.over) {
            timed.countdown.start();
        }
        return timed;
    }

    private void expired() {
        over = true;
        if (call != null) {
            call.cancel();
        }
        String message = "The upstream did not finish within " + DurationFormat.of(limit)
                + ". Raise upstream.total_timeout_seconds in the configuration to allow longer calls.";
        sink.onFailure(
                new UpstreamException(UpstreamFailure.server(GATEWAY_TIMEOUT, "upstream_timeout", message), null));
    }

    private void end() {
        over = true;
        countdown.stop();
    }

    @Override
    public void cancel() {
        end();
        if (call != null) {
            call.cancel();
        }
    }

    @Override
    public void pause() {
        if (call != null) {
            call.pause();
        }
    }

    @Override
    public void resume() {
        if (call != null) {
            call.resume();
        }
    }

    @Override
    public void onOpen(UpstreamHead head) {
        if (!over) {
            sink.onOpen(head);
        }
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        if (!over) {
            sink.onEvent(event);
        }
    }

    @Override
    public void onBatchEnd() {
        if (!over) {
            sink.onBatchEnd();
        }
    }

    @Override
    public void onHeld(long bytes) {
        if (!over) {
            sink.onHeld(bytes);
        }
    }

    @Override
    public void onComplete() {
        if (!over) {
            end();
            sink.onComplete();
        }
    }

    @Override
    public void onFailure(UpstreamException failure) {
        if (!over) {
            end();
            sink.onFailure(failure);
        }
    }
}
