package dev.airelay.server.generation;

import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.FailureDetails;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.transforms.spi.RequestReferences;
import dev.airelay.transforms.spi.TranslationContext;
import io.netty.channel.ChannelHandlerContext;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every generation route needs.
 *
 * @param contexts makes the contexts of translations
 * @param bodies reads request bodies
 * @param calls opens upstream calls
 * @param failures adds to upstream failures what the relay knows
 * @param memory what requests need of the store
 * @param bounds how large answers may be
 */
public record GenerationSupport(
        GenerationContexts contexts,
        JsonBody bodies,
        GenerationCalls calls,
        FailureDetails failures,
        LocalMemory memory,
        AnswerBounds bounds) {

    /** Answers a request whose references have been looked up. */
    @FunctionalInterface
    interface Answering {
        Exchange answer(ObjectNode body, TranslationContext context);
    }

    /**
     * Reads a request, looks up what it refers to, and has it answered then.
     *
     * @param toolsAllowed whether the request may offer tools
     * @throws dev.airelay.transforms.failure.RequestRejected when the body cannot be read
     */
    Exchange recalled(
            RelayRequest request,
            ChannelHandlerContext ctx,
            boolean toolsAllowed,
            RequestReferences references,
            Answering answering) {
        TranslationContext context = contexts.of(request, toolsAllowed);
        ObjectNode body = bodies.read(request.body());
        return memory.recall(references.references(body), references.uploadedFiles(body), context, request.memory())
                .map(recalled ->
                        AsyncExchange.of(recalled, request.errors(), ctx, with -> answering.answer(body, with)))
                .orElseGet(() -> answering.answer(body, context));
    }
}
