package dev.airelay.server.generation;

import dev.airelay.server.http.JsonBody;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.FailureDetails;
import dev.airelay.server.upstream.GenerationCalls;

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
        AnswerBounds bounds) {}
