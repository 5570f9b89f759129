package dev.airelay.server;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.auth.session.SessionStatus;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.server.edge.Drain;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Whether requests have a chance: the token, the session, and that the relay goes on. Never asks the network. */
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
     * @param blockingWork looks at the token's file
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
     * The session as far as it is known without the network.
     *
     * @param kept what is stored of it
     * @param ready whether requests can be made with it
     */
    record Session(Optional<SessionStatus> kept, boolean ready) {}

    /** Notes that the first request will find what it needs. */
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

    /** Returns whether all is there; completes on any thread, and never with a failure. */
    CompletionStage<Boolean> ready() {
        return session().thenApply(session -> session.ready() && hasToken() && warm && !draining());
    }

    /**
     * What is known of the session, after a look at the token too. A source that keeps none is asked for credentials, which
     * cost it nothing.
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
