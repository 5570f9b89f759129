package dev.airelay.server;

import dev.airelay.transforms.TranslationContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the context in which a generation request is translated.
 *
 * @param strictParameters whether ignored parameters are rejected
 * @param minimalInstructions sent upstream when the client gives none
 * @param ids supplies fresh id tokens
 * @param clock the current time
 */
record GenerationContexts(
        boolean strictParameters, String minimalInstructions, Supplier<String> ids, InstantSource clock) {

    /** Headers in which clients name their conversation, most specific first. */
    private static final List<String> SESSION_HEADERS = List.of("session-id", "session_id", "conversation_id");

    TranslationContext of(RelayRequest request, boolean toolsAllowed) {
        Optional<String> session = SESSION_HEADERS.stream()
                .map(name -> request.headers().get(name))
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
        return new TranslationContext(toolsAllowed, strictParameters, minimalInstructions, session, ids, clock);
    }
}
