package dev.airelay.server.generation;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.server.http.Callbacks;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.GenerationCalls;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The common part of every generation's response. It comes from one upstream call, or from several that run concurrently on
 * the client's event loop. It ends once, together with all its calls: when the client disconnects, and when one of them
 * fails.
 */
public abstract sealed class GenerationExchange implements Exchange permits StreamExchange, ObjectExchange {

    private final ChannelHandlerContext ctx;
    private final List<CallHandle> calls = new ArrayList<>();
    private final List<MemoryShare> shares = new ArrayList<>();
    private boolean clientTakes = true;
    private boolean ended;

    GenerationExchange(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /**
     * Starts the upstream calls, in order. A call, and with it the response, may end while it is being started.
     *
     * @param bounds limits of each response
     */
    public final void start(List<GenerationCalls.Call> planned, AnswerBounds bounds) {
        boolean started = false;
        try {
            for (int index = 0; index < planned.size() && !ended; index++) {
                CallHandle opened = open(index, planned.get(index), bounds);
                if (ended) {
                    opened.cancel();
                } else {
                    calls.add(opened);
                }
            }
            started = true;
        } finally {
            if (!started) {
                // The caller handles the exception; the calls before it would continue without a client.
                onClientGone();
            }
        }
    }

    private CallHandle open(int index, GenerationCalls.Call call, AnswerBounds bounds) {
        MemoryShare share = bounds.share();
        shares.add(share);
        return call.start(share, sink(index));
    }

    /**
     * Records that the response no longer uses memory: it has been written or abandoned. Drops the calls, because the
     * connection refers to its last response until the next request. Idempotent.
     */
    void releaseMemory() {
        shares.forEach(MemoryShare::release);
        calls.clear();
    }

    /**
     * Runs one step of the response. If it throws, that is an error of the relay, which the connection's last handler
     * reports.
     */
    final void guard(Runnable step) {
        Callbacks.guard(ctx, step);
    }

    /** Marks the response as ended; returns false if it had ended before. */
    final boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Returns true once nothing more may be written. */
    final boolean ended() {
        return ended;
    }

    /** Stops one call, whose remaining events are not needed. */
    final void cancel(int index) {
        if (index < calls.size()) {
            calls.get(index).cancel();
        }
    }

    /** Stops all calls but one, which is about to end by itself: its connection can be reused. */
    final void cancelOthers(int index) {
        for (int other = 0; other < calls.size(); other++) {
            if (other != index) {
                calls.get(other).cancel();
            }
        }
    }

    /** Lets a call run at the client's pace: it may have been held. */
    final void release(int index) {
        if (clientTakes && index < calls.size()) {
            calls.get(index).resume();
        }
    }

    /** Holds a call at any pace of the client. */
    final void hold(int index) {
        if (index < calls.size()) {
            calls.get(index).pause();
        }
    }

    @Override
    public final void onClientGone() {
        if (end()) {
            calls.forEach(CallHandle::cancel);
            discard();
        }
        // Also if something failed between the end and its last write.
        releaseMemory();
    }

    @Override
    public final boolean onFailure(UpstreamException failure) {
        if (ended) {
            return false;
        }
        calls.forEach(CallHandle::cancel);
        for (int index = 0; index < calls.size(); index++) {
            failed(index, failure);
        }
        return ended;
    }

    @Override
    public final void onWritabilityChanged(boolean writable) {
        clientTakes = writable;
        if (ended) {
            return;
        }
        for (int index = 0; index < calls.size(); index++) {
            if (!writable) {
                calls.get(index).pause();
            } else if (!held(index)) {
                calls.get(index).resume();
            }
        }
    }

    /** Returns true for a call that waits for others, and so must not continue reading yet. */
    abstract boolean held(int index);

    /** An error of the relay, which the connection's last handler reports. */
    final boolean broken(Throwable thrown) {
        ctx.pipeline().fireExceptionCaught(thrown);
        return true;
    }

    /** Returns the sink of one call. */
    abstract UpstreamSink sink(int index);

    /** A call did not produce a complete response. */
    abstract void failed(int index, UpstreamException failure);

    /** Drops what has been encoded but not written. */
    abstract void discard();
}
