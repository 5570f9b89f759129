package dev.airelay.server.generation;

import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.Response;
import dev.airelay.transforms.responses.Compaction;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;

/** {@code POST /v1/responses/compact}: lets the upstream compact a conversation into one encrypted item. */
public final class CompactionEndpoint extends TranslatingEndpoint<Compaction.Translated> {

    public CompactionEndpoint(Compaction compaction, boolean toolsAllowed, GenerationSupport support) {
        super(compaction, toolsAllowed, support);
    }

    @Override
    Exchange answer(Compaction.Translated translated, Asked asked, ResponseHeadWriter head, ChannelHandlerContext ctx) {
        SingleObjectExchange.Conversion conversion = new SingleObjectExchange.Conversion(
                (object, json) -> translated.reply(object.json()).map(reply -> Response.json(200, reply)),
                Optional.of(translated::failure));
        return new SingleObjectExchange(ctx, head, conversion, support().bounds())
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
