package dev.airelay.server;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.auth.session.SessionStatus;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.server.edge.Drain;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Whether requests can succeed: checks the token, the session, and that the relay is not stopping. Never uses the network.
 */
final class Readiness {

    private static final Session NONE = new Session(Optional.empty(), false);

    private final boolean tokenRequired;
    private final RelayTokenSource token;
    private final CredentialSource credentials;
    private final Drain drain;
    private final Executor blockingWork;
    private volatile boolean warm;

    /**
     * Creates the readiness of a relay.
     *
     * @param blockingWork reads the token's file
     */
    Readiness(
            boolean tokenRequired,
            RelayTokenSource token,
            CredentialSource credentials,
            Drain drain,
            Executor blockingWork) {
        this.tokenRequired = tokenRequired;
        this.token = token;
        this.credentials = credentials;
        this.drain = drain;
        this.blockingWork = blockingWork;
    }

    /**
     * The state of the session as far as it is known without the network.
     *
     * @param kept the stored session
     * @param ready whether requests can be made with it
     */
    record Session(Optional<SessionStatus> kept, boolean ready) {}

    /** Records that the warm-up has ended. */
    void warmedUp() {
        warm = true;
    }

    boolean warm() {
        return warm;
    }

    boolean hasToken() {
        return !tokenRequired || token.current().isPresent();
    }

    boolean draining() {
        return drain.begun();
    }

    /** Returns whether the relay is ready; completes on any thread, and never with a failure. */
    CompletionStage<Boolean> ready() {
        return session().thenApply(session -> session.ready() && hasToken() && warm && !draining());
    }

    /**
     * The state of the session; also refreshes the token. A source that stores no session is asked for credentials, which
     * costs it nothing.
     */
    CompletionStage<Session> session() {
        return CompletableFuture.runAsync(token::latest, blockingWork)
                .thenCompose(looked -> credentials.status())
                .thenCompose(kept -> kept.isPresent()
                        ? CompletableFuture.completedFuture(
                                new Session(kept, kept.get().readyForRequests()))
                        : credentials.current().handle((now, failure) -> new Session(kept, failure == null)))
                .exceptionally(unreadable -> NONE);
    }
}
