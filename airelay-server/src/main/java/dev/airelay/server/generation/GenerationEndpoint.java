package dev.airelay.server.generation;

import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.trace.Disclosure;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import io.netty.channel.ChannelHandlerContext;
import tools.jackson.databind.node.ObjectNode;

/** Answers one dialect's generation route from the upstream. */
public final class GenerationEndpoint implements Endpoint {

    private final Dialect dialect;
    private final boolean toolsAllowed;
    private final GenerationSupport support;

    public GenerationEndpoint(Dialect dialect, boolean toolsAllowed, GenerationSupport support) {
        this.dialect = dialect;
        this.toolsAllowed = toolsAllowed;
        this.support = support;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        return support.recalled(
                request, ctx, toolsAllowed, dialect, (body, context) -> answer(request, ctx, body, context));
    }

    private Exchange answer(
            RelayRequest request, ChannelHandlerContext ctx, ObjectNode body, TranslationContext context) {
        Translation translation = dialect.translate(body, context);
        request.trace().ifPresent(trace -> trace.asks(translation.request()));
        ResponseHeadWriter head = ResponseHeadWriter.of(request, ctx, Disclosure.of(translation), support.failures());
        FailureTranslator failures = head.knowingLimits(translation.failures());
        return translation
                .turn()
                .filter(LocalTurn::background)
                .map(turn -> support.memory()
                        .runInBackground(
                                turn,
                                translation,
                                head,
                                ctx,
                                support.calls().generation(ctx, translation.request(), failures, false, head),
                                support.bounds()))
                .orElseGet(() -> attended(translation, failures, head, ctx));
    }

    private Exchange attended(
            Translation translation, FailureTranslator failures, ResponseHeadWriter head, ChannelHandlerContext ctx) {
        TurnPersister keeper = support.memory().keeper(translation);
        int calls = translation.requests().size();
        GenerationExchange exchange = translation.stream()
                ? new StreamExchange(ctx, head, translation.reply().streamEncoders(calls), keeper)
                : new ObjectExchange(ctx, head, translation.reply(), calls, keeper);
        exchange.start(
                translation.requests().stream()
                        .map(codex -> support.calls().generation(ctx, codex, failures, !translation.stream(), head))
                        .toList(),
                support.bounds());
        return exchange;
    }
}
