package dev.airelay.server.generation;

import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.trace.Disclosure;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.Translator;
import dev.airelay.transforms.spi.Translator.Translated;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves a route whose requests are translated: reads the body, looks up its references, translates it and records the
 * disclosure of the translation. Only the response differs between routes.
 *
 * @param <T> the result of the translation
 */
public abstract sealed class TranslatingEndpoint<T extends Translated> implements Endpoint
        permits GenerationEndpoint, CompactionEndpoint, InputTokensEndpoint, ImagesEndpoint {

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
        ObjectNode body = body(request);
        Translator<T> chosen = translator(request);
        References references = chosen.references(body);
        TranslationContext context = support.contexts().of(request, toolsAllowed);
        Optional<History> remembered =
                request.socketTurn().flatMap(turn -> LocalMemory.ofSocket(references, turn, request.memory()));
        if (remembered.isPresent()) {
            context = context.withHistory(remembered.get());
        }
        TranslationContext known = context;
        return support.memory()
                .recall(references, chosen.uploadedFiles(body), known, request.memory())
                .map(recalled -> AsyncExchange.of(
                        recalled,
                        request.errors(),
                        ctx,
                        found -> translated(request, ctx, chosen.translate(body, found), found)))
                .orElseGet(() -> translated(request, ctx, chosen.translate(body, known), known));
    }

    /** Returns the request's body. */
    ObjectNode body(RelayRequest request) {
        return support.bodies().read(request.body());
    }

    /** Returns the translator for this request. */
    Translator<T> translator(RelayRequest request) {
        return translator;
    }

    private Exchange translated(
            RelayRequest request, ChannelHandlerContext ctx, T translated, TranslationContext context) {
        Disclosure disclosure = Disclosure.of(translated);
        request.trace().ifPresent(trace -> {
            translated.requests().stream().findFirst().ifPresent(trace::asks);
            trace.adapted(disclosure);
        });
        ResponseHeadWriter head = new ResponseHeadWriter(request, ctx, disclosure, support.failures());
        return answer(translated, new Asked(request, context.history()), head, ctx);
    }

    /**
     * A client's request, and the turns that it refers to.
     *
     * @param request the request
     * @param before the earlier turns that it continues
     */
    record Asked(RelayRequest request, History before) {}

    /** Starts the response to a translated request. */
    abstract Exchange answer(T translated, Asked asked, ResponseHeadWriter head, ChannelHandlerContext ctx);

    final GenerationSupport support() {
        return support;
    }
}
