package dev.airelay.server.generation;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamObject;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.transforms.responses.Compaction;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Responds with the upstream's compaction, or with the HTTP status of a failure. When the client goes, the call under way is
 * ended.
 */
final class CompactionExchange implements Exchange {

    private final ChannelHandlerContext ctx;
    private final ResponseHeadWriter head;
    private final Compaction.Translated translated;
    private final MemoryShare share;
    private @Nullable CallHandle call;

    /** Creates a response that has not begun. */
    CompactionExchange(
            ChannelHandlerContext ctx, ResponseHeadWriter head, Compaction.Translated translated, AnswerBounds bounds) {
        this.ctx = ctx;
        this.head = head;
        this.translated = translated;
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

    /** Takes the compaction. */
    private final class Sink implements UpstreamSink {
        @Override
        public boolean onObject(UpstreamObject object, ObjectNode json) {
            Optional<byte[]> reply = translated.reply(object.json());
            if (reply.isPresent()) {
                head.writeObject(reply.get());
            } else {
                head.writeFailure(translated.failure());
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
