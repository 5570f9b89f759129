package dev.airelay.server.generation;

import dev.airelay.server.http.Exchange;
import dev.airelay.transforms.responses.Compaction;
import io.netty.channel.ChannelHandlerContext;

/** {@code POST /v1/responses/compact}: has the upstream make one encrypted item of a conversation. */
public final class CompactionEndpoint extends TranslatingEndpoint<Compaction.Translated> {

    public CompactionEndpoint(Compaction compaction, boolean toolsAllowed, GenerationSupport support) {
        super(compaction, toolsAllowed, support);
    }

    @Override
    Exchange answer(Compaction.Translated translated, Asked asked, ResponseHeadWriter head, ChannelHandlerContext ctx) {
        return new CompactionExchange(ctx, head, translated, support().bounds())
                .start(support()
                        .calls()
                        .compaction(
                                ctx,
                                translated.request(),
                                translated::triggered,
                                head.knowingLimits(translated.failures()),
                                head));
    }
}
