package dev.airelay.server;

import dev.airelay.backend.UpstreamCall;
import dev.airelay.backend.UpstreamSink;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The part that every generation's answer shares: it ends once, and a client that goes takes the upstream call along. */
abstract sealed class GenerationExchange implements Exchange, UpstreamSink permits StreamExchange, ObjectExchange {

    private final ChannelHandlerContext ctx;
    private @Nullable UpstreamCall call;
    private boolean ended;

    GenerationExchange(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** Starts the upstream call. The call may end before {@code opener} returns. */
    final void start(Function<UpstreamSink, UpstreamCall> opener) {
        UpstreamCall opened = opener.apply(this);
        if (ended) {
            opened.cancel();
        } else {
            call = opened;
        }
    }

    /** Runs one step of the answer. If it throws, that is our fault: the connection's last handler answers for it. */
    final void guard(Runnable step) {
        OwnFault.guard(ctx, step);
    }

    /** Marks the answer as ended; returns false if it had ended before. */
    final boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Stops the upstream call, whose remaining events nobody wants. */
    final void cancelUpstream() {
        if (call != null) {
            call.cancel();
        }
    }

    @Override
    public final void onClientGone() {
        if (end()) {
            cancelUpstream();
            discard();
        }
    }

    @Override
    public final void onWritabilityChanged(boolean writable) {
        if (call == null || ended) {
            return;
        }
        if (writable) {
            call.resume();
        } else {
            call.pause();
        }
    }

    /** Lets go of what has been encoded and not written. */
    abstract void discard();
}
