package dev.airelay.server;

import dev.airelay.backend.CodexClient;
import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.Translation;
import dev.airelay.transforms.TranslationContext;
import io.netty.channel.ChannelHandlerContext;

/** Answers one dialect's generation route from the upstream. */
final class GenerationEndpoint implements Endpoint {

    private final Dialect dialect;
    private final boolean toolsAllowed;
    private final GenerationContexts contexts;
    private final JsonBody bodies;
    private final CodexClient upstream;

    GenerationEndpoint(
            Dialect dialect, boolean toolsAllowed, GenerationContexts contexts, JsonBody bodies, CodexClient upstream) {
        this.dialect = dialect;
        this.toolsAllowed = toolsAllowed;
        this.contexts = contexts;
        this.bodies = bodies;
        this.upstream = upstream;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        TranslationContext context = contexts.of(request, toolsAllowed);
        Translation translation = dialect.translate(bodies.read(request.body()), context);
        ReplyHead head = new ReplyHead(ctx, request.version(), translation);
        GenerationExchange exchange = translation.stream()
                ? new StreamExchange(ctx, head, translation.reply().streamEncoder())
                : new ObjectExchange(ctx, head, translation.reply().objectEncoder());
        exchange.start(sink -> upstream.open(ctx.channel().eventLoop(), translation.request(), sink));
        return exchange;
    }
}
