package dev.airelay.server.generation;

import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Exchange;
import dev.airelay.transforms.spi.CountedRequest;
import dev.airelay.transforms.spi.Translator;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * {@code POST /v1/responses/input_tokens} and {@code POST /v1/messages/count_tokens}: estimates the input tokens of a
 * request without calling the upstream.
 */
public final class InputTokensEndpoint extends TranslatingEndpoint<CountedRequest> {

    private final Counting counting;

    /**
     * The counting of tokens.
     *
     * @param counter counts them
     * @param blocking runs the count, which may take long
     */
    public record Counting(TokenCounter counter, Executor blocking) {}

    public InputTokensEndpoint(
            Translator<CountedRequest> translator, boolean toolsAllowed, GenerationSupport support, Counting counting) {
        super(translator, toolsAllowed, support);
        this.counting = counting;
    }

    @Override
    Exchange answer(CountedRequest counted, Asked asked, ResponseHeadWriter head, ChannelHandlerContext ctx) {
        return AsyncExchange.of(
                CompletableFuture.supplyAsync(
                        () -> counted.reply(counting.counter().estimate(counted)), counting.blocking()),
                head.errors(),
                ctx,
                reply -> {
                    head.writeObject(reply);
                    return Exchange.ANSWERED;
                });
    }
}
