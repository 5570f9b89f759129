package dev.airelay.server.generation;

import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.trace.Disclosure;
import dev.airelay.transforms.responses.Compaction;
import dev.airelay.transforms.spi.TranslationContext;
import io.netty.channel.ChannelHandlerContext;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/responses/compact}: has the upstream make one encrypted item of a conversation. */
public final class CompactionEndpoint implements Endpoint {

    private final Compaction compaction;
    private final boolean toolsAllowed;
    private final GenerationSupport support;

    public CompactionEndpoint(Compaction compaction, boolean toolsAllowed, GenerationSupport support) {
        this.compaction = compaction;
        this.toolsAllowed = toolsAllowed;
        this.support = support;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        return support.recalled(
                request, ctx, toolsAllowed, compaction, (body, context) -> answer(request, ctx, body, context));
    }

    private Exchange answer(
            RelayRequest request, ChannelHandlerContext ctx, ObjectNode body, TranslationContext context) {
        Compaction.Translated translated = compaction.translate(body, context);
        request.trace().ifPresent(trace -> trace.asks(translated.request()));
        Disclosure disclosure = new Disclosure(translated.ignoredParameters(), translated.emulatedParameters());
        ResponseHeadWriter head = ResponseHeadWriter.of(request, ctx, disclosure, support.failures());
        return new CompactionExchange(ctx, head, translated, support.bounds())
                .start(
                        support.calls()
                                .compaction(ctx, translated.request(), head.knowingLimits(translated.failures()), head),
                        support.bounds());
    }
}
