package dev.airelay.server.generation;

import dev.airelay.server.http.Exchange;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Translation;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;

/** Answers one dialect's generation route from the upstream. */
public final class GenerationEndpoint extends TranslatingEndpoint<Translation> {

    private final Dialect dialect;

    public GenerationEndpoint(Dialect dialect, boolean toolsAllowed, GenerationSupport support) {
        super(dialect, toolsAllowed, support);
        this.dialect = dialect;
    }

    /** Returns true if this is the dialect that is served. */
    public boolean serves(Dialect other) {
        return dialect == other;
    }

    @Override
    Exchange answer(Translation translation, ResponseHeadWriter head, ChannelHandlerContext ctx) {
        FailureTranslator failures = head.knowingLimits(translation.failures());
        return translation
                .turn()
                .filter(LocalTurn::background)
                .map(turn -> support()
                        .memory()
                        .runInBackground(
                                turn,
                                translation,
                                head,
                                ctx,
                                support().calls().generation(ctx, translation.request(), failures, false, head),
                                support().bounds()))
                .orElseGet(() -> attended(translation, failures, head, ctx));
    }

    private Exchange attended(
            Translation translation, FailureTranslator failures, ResponseHeadWriter head, ChannelHandlerContext ctx) {
        TurnPersister keeper = support().memory().keeper(translation);
        int calls = translation.requests().size();
        GenerationExchange exchange = translation.stream()
                ? new StreamExchange(
                        ctx, head.framed(dialect.framing()), translation.reply().streamEncoders(calls), keeper)
                : new ObjectExchange(ctx, head, translation.reply(), calls, keeper);
        List<GenerationCalls.Call> planned = new ArrayList<>(calls);
        for (CodexRequest codex : translation.requests()) {
            planned.add(support().calls().generation(ctx, codex, failures, !translation.stream(), head));
        }
        exchange.start(planned, support().bounds());
        return exchange;
    }
}
