package dev.airelay.auth.session;

import dev.airelay.auth.issuer.IssuerClient;
import dev.airelay.auth.issuer.Revocation;
import dev.airelay.auth.issuer.TokenReply;
import java.util.Optional;
import java.util.function.Function;

/** Ends a session on this machine: a running relay refuses requests from the next one on. Blocks. */
public final class SignOut {
    private final SessionStorage storage;

    /** Creates a sign-out of the session in this storage. */
    public SignOut(SessionStorage storage) {
        this.storage = storage;
    }

    /**
     * The outcome of a sign-out.
     *
     * @param existed whether anything was stored
     * @param revocation the login server's response; empty if there was no token to revoke
     * @param left the files or entries that could not be deleted and why; empty if there are none
     */
    public record Outcome(boolean existed, Optional<Revocation> revocation, Optional<String> left) {}

    /**
     * Revokes the session, then deletes it, with the records of its renewals, from every place that the storage mode uses.
     * Holds the lock for both: it waits for a renewal in another process, so that the new tokens are revoked and the session
     * does not come back. Never throws; failures are in the outcome, and the rest is deleted anyway. An interrupt only ends
     * the wait for the login server; the flag stays set.
     *
     * @param issuer revokes tokens within a bounded time, as {@link IssuerClient#revoke}
     */
    public Outcome run(Function<TokenReply, Revocation> issuer) {
        try {
            return storage.lock().holding(() -> end(issuer));
        } catch (AuthException notLocked) {
            return end(issuer);
        }
    }

    private Outcome end(Function<TokenReply, Revocation> issuer) {
        Optional<Revocation> revocation = tokens().map(issuer);
        // Files cannot be deleted while an interrupt is pending, and an interrupt must not leave the session on disk.
        boolean interrupted = Thread.interrupted();
        try {
            return delete(revocation);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<TokenReply> tokens() {
        try {
            return storage.load().filter(StoredSession::hasTokens).map(StoredSession::asReply);
        } catch (AuthException unreadable) {
            return Optional.empty();
        }
    }

    private Outcome delete(Optional<Revocation> revocation) {
        boolean existed = revocation.isPresent();
        Optional<String> left = Optional.empty();
        try {
            existed |= storage.store().delete();
        } catch (AuthException failed) {
            left = Optional.ofNullable(failed.getMessage());
        }
        try {
            existed |= storage.journal().clear();
        } catch (AuthException failed) {
            left = left.or(() -> Optional.ofNullable(failed.getMessage()));
        }
        return new Outcome(existed, revocation, left);
    }
}
