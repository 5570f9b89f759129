package dev.airelay.server.generation;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamObject;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.http.Response;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts one object of the upstream into the response, or responds with the HTTP status of a failure. If the client
 * disconnects, the call is canceled.
 */
final class SingleObjectExchange implements Exchange {

    private final ChannelHandlerContext ctx;
    private final ResponseHeadWriter head;
    private final Conversion conversion;
    private final MemoryShare share;
    private @Nullable CallHandle call;

    /**
     * The conversion of the upstream's object into the client's response.
     *
     * @param reply returns the response; empty if the object lacks required parts
     * @param failure returns the failure of such an object; empty for an object that is not a response, such as an error
     */
    record Conversion(
            BiFunction<UpstreamObject, ObjectNode, Optional<Response>> reply,
            Optional<Supplier<UpstreamFailure>> failure) {}

    /** Creates a response that has not begun. */
    SingleObjectExchange(
            ChannelHandlerContext ctx, ResponseHeadWriter head, Conversion conversion, AnswerBounds bounds) {
        this.ctx = ctx;
        this.head = head;
        this.conversion = conversion;
        this.share = bounds.share();
    }

    /** Starts the upstream call; on the event loop. */
    Exchange start(GenerationCalls.Call planned) {
        call = planned.start(share, new Sink());
        return this;
    }

    @Override
    public void onClientGone() {
        share.release();
        if (call != null) {
            call.cancel();
        }
    }

    /** Receives the object. */
    private final class Sink implements UpstreamSink {
        @Override
        public boolean onObject(UpstreamObject object, ObjectNode json) {
            Optional<Response> reply = conversion.reply().apply(object, json);
            if (reply.isEmpty() && conversion.failure().isEmpty()) {
                return false;
            }
            if (reply.isPresent()) {
                head.write(reply.get());
            } else {
                conversion.failure().map(Supplier::get).ifPresent(head::writeFailure);
            }
            share.release();
            return true;
        }

        @Override
        public void onFailure(UpstreamException failure) {
            head.writeFailure(failure.failure());
            share.release();
        }

        @Override
        public boolean onBroken(Throwable thrown) {
            ctx.pipeline().fireExceptionCaught(thrown);
            return true;
        }
    }
}
