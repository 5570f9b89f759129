package dev.airelay.server.guard;

import dev.airelay.security.BearerDecision;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Decides by its {@code Authorization} header whether a request may use the protected routes. Called on event loops. */
@FunctionalInterface
public interface RelayAccess {

    /**
     * Returns whether the header carries the relay token as it is known; null stands for a request without the header.
     * Never blocks.
     */
    BearerDecision check(@Nullable String authorizationHeader);

    /**
     * Looks at the token again, off the event loop, where a decision may be out of date.
     *
     * @return what completes, on any thread, when {@link #check} is to be called again; empty when the decision holds
     */
    default Optional<CompletionStage<?>> lookAgain(BearerDecision decision) {
        return Optional.empty();
    }
}
