package dev.airelay.server;

import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.Translation;
import dev.airelay.transforms.TranslationContext;
import io.netty.channel.ChannelHandlerContext;

/** Answers one dialect's generation route from the upstream. */
final class GenerationEndpoint implements Endpoint {

    private final Dialect dialect;
    private final boolean toolsAllowed;
    private final GenerationSupport support;

    GenerationEndpoint(Dialect dialect, boolean toolsAllowed, GenerationSupport support) {
        this.dialect = dialect;
        this.toolsAllowed = toolsAllowed;
        this.support = support;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        TranslationContext context = support.contexts().of(request, toolsAllowed);
        Translation translation = dialect.translate(support.bodies().read(request.body()), context);
        GenerationExchange exchange = exchange(request, ctx, translation);
        exchange.start(translation.requests().stream()
                .map(codex -> support.calls().opener(ctx, codex))
                .toList());
        return exchange;
    }

    private GenerationExchange exchange(RelayRequest request, ChannelHandlerContext ctx, Translation translation) {
        ReplyHead head = new ReplyHead(ctx, request.version(), translation, support.failures());
        int calls = translation.requests().size();
        return translation.stream()
                ? new StreamExchange(ctx, head, translation.reply().streamEncoders(calls))
                : new ObjectExchange(ctx, head, translation.reply(), calls);
    }
}
