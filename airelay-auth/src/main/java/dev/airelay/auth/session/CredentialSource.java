package dev.airelay.auth.session;

import dev.airelay.auth.issuer.Credentials;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Provides the credentials for upstream requests. Safe for concurrent use.
 *
 * <p>Methods may be called on an event loop: they never block and never throw. A stage fails only with {@link
 * AuthException}. It may complete on another thread; a caller that needs its own thread back uses the {@code Async} methods
 * with its executor.
 */
public interface CredentialSource {
    /** The credentials to use now. */
    CompletionStage<Credentials> current();

    /**
     * Returns the credentials for a second attempt after the upstream responded with 401 to {@code rejected}.
     *
     * <p>A source that cannot renew a session returns its present credentials if they differ from the rejected ones;
     * otherwise the stage fails with {@link AuthFailure#REJECTED}.
     */
    default CompletionStage<Credentials> afterRejection(Credentials rejected) {
        return current()
                .thenCompose(now -> now.equals(rejected)
                        ? CompletableFuture.failedFuture(AuthFailure.REJECTED.exception())
                        : CompletableFuture.completedFuture(now));
    }

    /** Returns the state of the session without using the network; empty if this source stores none. Renews nothing. */
    default CompletionStage<Optional<SessionStatus>> status() {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
