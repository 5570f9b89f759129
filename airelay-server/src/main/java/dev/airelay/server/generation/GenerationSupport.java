package dev.airelay.server.generation;

import dev.airelay.server.http.JsonBody;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.FailureDetails;
import dev.airelay.server.upstream.GenerationCalls;

/**
 * The dependencies of every generation route.
 *
 * @param contexts creates the contexts of translations
 * @param bodies reads request bodies
 * @param calls opens upstream calls
 * @param failures adds the relay's knowledge to upstream failures
 * @param memory the access to the store
 * @param bounds limits of responses
 */
public record GenerationSupport(
        GenerationContexts contexts,
        JsonBody bodies,
        GenerationCalls calls,
        FailureDetails failures,
        LocalMemory memory,
        AnswerBounds bounds) {}
