package dev.airelay.server;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the attempts of one call are opened.
 *
 * @param asAsked opens each attempt with all that was asked
 * @param withoutReasoning gives, when it comes to that, what opens each further attempt without the reasoning of earlier
 *     turns; empty when there is none. Asked at most once
 */
record Attempts(CallOpener asAsked, Supplier<Optional<CallOpener>> withoutReasoning) {}
