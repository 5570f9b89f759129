package dev.airelay.server.generation;

import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.trace.Disclosure;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.Translator;
import dev.airelay.transforms.spi.Translator.Translated;
import io.netty.channel.ChannelHandlerContext;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers a route whose requests are translated: reads the body, looks up what it refers to, translates it and notes what the
 * translation discloses. Only the answer differs from route to route.
 *
 * @param <T> the result of the translation
 */
public abstract sealed class TranslatingEndpoint<T extends Translated> implements Endpoint
        permits GenerationEndpoint, CompactionEndpoint, InputTokensEndpoint {

    private final Translator<T> translator;
    private final boolean toolsAllowed;
    private final GenerationSupport support;

    /**
     * Creates an endpoint.
     *
     * @param toolsAllowed whether requests may offer tools
     */
    TranslatingEndpoint(Translator<T> translator, boolean toolsAllowed, GenerationSupport support) {
        this.translator = translator;
        this.toolsAllowed = toolsAllowed;
        this.support = support;
    }

    @Override
    public final Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        TranslationContext context = support.contexts().of(request, toolsAllowed);
        ObjectNode body = support.bodies().read(request.body());
        return support.memory()
                .recall(translator.references(body), translator.uploadedFiles(body), context, request.memory())
                .map(recalled -> AsyncExchange.of(
                        recalled, request.errors(), ctx, found -> translated(request, ctx, body, found)))
                .orElseGet(() -> translated(request, ctx, body, context));
    }

    private Exchange translated(
            RelayRequest request, ChannelHandlerContext ctx, ObjectNode body, TranslationContext context) {
        T translated = translator.translate(body, context);
        Disclosure disclosure = Disclosure.of(translated);
        request.trace().ifPresent(trace -> {
            translated.requests().stream().findFirst().ifPresent(trace::asks);
            trace.adapted(disclosure);
        });
        return answer(translated, new ResponseHeadWriter(request, ctx, disclosure, support.failures()), ctx);
    }

    /** Begins the answer to a translated request. */
    abstract Exchange answer(T translated, ResponseHeadWriter head, ChannelHandlerContext ctx);

    final GenerationSupport support() {
        return support;
    }
}
