package dev.airelay.server.upstream;

import dev.airelay.backend.CallHandle;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An upstream call that fails without being made while the plan is known to be used up, and from which the cache learns
 * whether it is. Used on its event loop only.
 */
final class PlanLimitedCall implements CallHandle {

    private @Nullable CallHandle call;
    private boolean paused;
    private boolean over;

    private PlanLimitedCall() {}

    /**
     * Opens a call.
     *
     * @param repeated receives the limit when it is the answer
     */
    static CallHandle open(
            ChannelHandlerContext ctx,
            PlanLimitCache limits,
            String model,
            Consumer<PlanLimitCache.Known> repeated,
            CallOpener opener,
            UpstreamSink sink) {
        PlanLimitedCall limited = new PlanLimitedCall();
        limits.find(ctx, model, known -> {
            if (!limited.over && known.isPresent()) {
                limited.over = true;
                repeated.accept(known.get());
                sink.onFailure(new UpstreamException(known.get().failure()));
            } else if (!limited.over) {
                limited.made(opener.open(new Learning(sink, limits.watch(model))));
            }
        });
        return limited;
    }

    private void made(CallHandle opened) {
        call = opened;
        if (paused) {
            opened.pause();
        }
    }

    @Override
    public void cancel() {
        over = true;
        if (call != null) {
            call.cancel();
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (call != null) {
            call.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (call != null) {
            call.resume();
        }
    }

    /** Passes everything on, and has the cache learn from it. */
    private record Learning(UpstreamSink sink, PlanLimitCache.Watch watch) implements UpstreamSink {

        @Override
        public void onOpen(UpstreamHead head) {
            watch.head(head);
            sink.onOpen(head);
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            if (event.type().failure()) {
                watch.failed(event);
            } else if (!event.type().handshake() && !event.type().extension()) {
                watch.succeeded();
            }
            sink.onEvent(event);
        }

        @Override
        public void onBatchEnd() {
            sink.onBatchEnd();
        }

        @Override
        public void onHeld(long bytes) {
            sink.onHeld(bytes);
        }

        @Override
        public void onComplete() {
            sink.onComplete();
        }

        @Override
        public void onFailure(UpstreamException failure) {
            watch.failed(failure);
            sink.onFailure(failure);
        }
    }
}
