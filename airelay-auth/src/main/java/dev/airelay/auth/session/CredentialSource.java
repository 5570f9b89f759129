package dev.airelay.auth.session;

import dev.airelay.auth.issuer.Credentials;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives the credentials for upstream requests. Safe for concurrent use.
 *
 * <p>Methods may be called on an event loop: they never block and never throw. A stage fails with {@link AuthException}
 * and nothing else. It may complete on another thread; a caller that needs its own thread back uses the {@code Async}
 * methods with its executor.
 */
public interface CredentialSource {
    /** The credentials to use now. */
    CompletionStage<Credentials> current();

    /**
     * The credentials to try once more with after the upstream answered 401 to {@code rejected}.
     *
     * <p>A source that cannot renew a session gives what it has now, if that is different by now; otherwise the stage
     * fails with {@link AuthFailure#REJECTED}.
     */
    default CompletionStage<Credentials> afterRejection(Credentials rejected) {
        return current()
                .thenCompose(now -> now.equals(rejected)
                        ? CompletableFuture.failedFuture(AuthFailure.REJECTED.exception())
                        : CompletableFuture.completedFuture(now));
    }

    /**
     * What is known of the session without the network; empty when this source keeps none. Renews nothing.
     */
    default CompletionStage<Optional<SessionStatus>> status() {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
