package dev.airelay.server.generation;

import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.SocketTurn;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Translation;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves one dialect's generation route from the upstream. */
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
    Exchange answer(Translation translation, Asked asked, ResponseHeadWriter head, ChannelHandlerContext ctx) {
        if (translation.requests().isEmpty()) {
            head.writeObject(translation.reply().merge(List.of()));
            return Exchange.ANSWERED;
        }
        FailureTranslator failures = head.knowingLimits(translation.failures());
        return translation
                .turn()
                .filter(LocalTurn::background)
                .filter(turn -> overHttp(asked))
                .map(turn -> support()
                        .memory()
                        .runInBackground(
                                turn,
                                translation,
                                head,
                                ctx,
                                support().calls().generation(ctx, translation.request(), failures, false, head),
                                support().bounds()))
                .orElseGet(() -> attended(translation, asked, failures, head, ctx));
    }

    /** Throws, because the client would wait for a stream that never comes. */
    private static boolean overHttp(Asked asked) {
        if (asked.request().socketTurn().isPresent()) {
            throw RequestRejected.badRequest(
                    "background",
                    "unsupported_value",
                    "'background' is not supported over WebSocket. Leave it out, or send the request over HTTP.");
        }
        return true;
    }

    private Exchange attended(
            Translation translation,
            Asked asked,
            FailureTranslator failures,
            ResponseHeadWriter head,
            ChannelHandlerContext ctx) {
        Optional<SocketTurn> socket = asked.request().socketTurn();
        TurnPersister keeper = support().memory().keeper(translation, asked.before(), socket);
        int calls = translation.requests().size();
        GenerationExchange exchange = translation.stream()
                ? new StreamExchange(
                        ctx, head.framed(dialect.framing()), translation.reply().streamEncoders(calls), keeper)
                : new ObjectExchange(ctx, head, translation.reply(), calls, keeper);
        List<GenerationCalls.Call> planned = new ArrayList<>(calls);
        boolean generates = socket.map(SocketTurn::generates).orElse(true);
        for (CodexRequest translated : translation.requests()) {
            CodexRequest codex = socket.isPresent() ? translated.toBeContinued() : translated;
            planned.add(
                    generates
                            ? support().calls().generation(ctx, codex, failures, !translation.stream(), head)
                            : PreparedCall.on(ctx, codex.model()));
        }
        exchange.start(planned, support().bounds());
        return exchange;
    }
}
