package dev.airelay.server;

/**
 * What every generation route needs.
 *
 * @param contexts makes the contexts of translations
 * @param bodies reads request bodies
 * @param calls opens upstream calls
 * @param failures makes answers of upstream failures
 * @param memory what requests need of the store
 */
record GenerationSupport(
        GenerationContexts contexts,
        JsonBody bodies,
        GenerationCalls calls,
        FailureAnswers failures,
        LocalMemory memory) {}
