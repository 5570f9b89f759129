package dev.airelay.server.guard;

import dev.airelay.security.BearerDecision;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Decides by the {@code Authorization} header whether a request may use the protected routes. Called on event loops. */
@FunctionalInterface
public interface RelayAccess {

    /**
     * Returns whether the header contains the relay token as last read; null means a request without the header. Never
     * blocks.
     */
    BearerDecision check(@Nullable String authorizationHeader);

    /**
     * Reads the token again, off the event loop, if a decision may be outdated.
     *
     * @return completes, on any thread, when {@link #check} is to be called again; empty if the decision is current
     */
    default Optional<CompletionStage<?>> lookAgain(BearerDecision decision) {
        return Optional.empty();
    }
}
