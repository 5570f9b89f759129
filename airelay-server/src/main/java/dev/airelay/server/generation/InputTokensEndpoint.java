package dev.airelay.server.generation;

import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.trace.Disclosure;
import dev.airelay.transforms.responses.InputTokens;
import dev.airelay.transforms.spi.TranslationContext;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/responses/input_tokens}: estimates what a request would cost. The upstream is not asked. */
public final class InputTokensEndpoint implements Endpoint {

    /** The member of the answer that is an estimate, and disclosed as such. */
    private static final String ESTIMATED = "input_tokens";

    private final InputTokens inputTokens;
    private final boolean toolsAllowed;
    private final GenerationSupport support;
    private final Counting counting;

    /**
     * How tokens are counted.
     *
     * @param counter counts them
     * @param blocking where it does, because it takes its time
     */
    public record Counting(TokenCounter counter, Executor blocking) {}

    public InputTokensEndpoint(
            InputTokens inputTokens, boolean toolsAllowed, GenerationSupport support, Counting counting) {
        this.inputTokens = inputTokens;
        this.toolsAllowed = toolsAllowed;
        this.support = support;
        this.counting = counting;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        return support.recalled(
                request, ctx, toolsAllowed, inputTokens, (body, context) -> answer(request, ctx, body, context));
    }

    private Exchange answer(
            RelayRequest request, ChannelHandlerContext ctx, ObjectNode body, TranslationContext context) {
        InputTokens.Counted counted = inputTokens.translate(body, context);
        List<String> emulated = Stream.concat(counted.emulatedParameters().stream(), Stream.of(ESTIMATED))
                .toList();
        ResponseHeadWriter head = ResponseHeadWriter.of(
                request, ctx, new Disclosure(counted.ignoredParameters(), emulated), support.failures());
        return AsyncExchange.of(
                CompletableFuture.supplyAsync(
                        () -> counted.reply(counting.counter().estimate(counted)), counting.blocking()),
                request.errors(),
                ctx,
                reply -> {
                    head.writeObject(reply);
                    return Exchange.ANSWERED;
                });
    }
}
