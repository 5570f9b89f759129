package dev.airelay.auth.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Renews the same tokens once at a time: callers that arrive meanwhile share the outcome. */
final class SharedRenewal {
    private final SessionRenewal renewal;
    private final ConcurrentMap<StoredSession.Tokens, CompletableFuture<RenewalOutcome>> underWay =
            new ConcurrentHashMap<>();

    SharedRenewal(SessionRenewal renewal) {
        this.renewal = renewal;
    }

    /** Renews the session in this thread, or joins a renewal in progress. The result never fails. */
    CompletableFuture<RenewalOutcome> renew(StoredSession session) {
        CompletableFuture<RenewalOutcome> mine = new CompletableFuture<>();
        CompletableFuture<RenewalOutcome> running = underWay.putIfAbsent(session.tokens(), mine);
        if (running != null) {
            return running;
        }
        try {
            mine.complete(renewal.renew(session));
        } finally {
            underWay.remove(session.tokens());
            // The result is incomplete here only after a defect.
            mine.complete(new RenewalOutcome.Failed(AuthFailure.REFRESH_FAILED.exception(), false));
        }
        return mine;
    }
}
