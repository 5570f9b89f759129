package dev.airelay.auth.session;

import dev.airelay.auth.issuer.IssuerClient;
import dev.airelay.auth.issuer.Revocation;
import dev.airelay.auth.issuer.TokenReply;
import java.util.Optional;
import java.util.function.Function;

/** The end of a session on this machine: a running relay refuses from its next request on. Blocks. */
public final class SignOut {
    private final SessionStorage storage;

    /** The end of the session kept there. */
    public SignOut(SessionStorage storage) {
        this.storage = storage;
    }

    /**
     * What happened.
     *
     * @param existed whether anything was stored
     * @param revocation what the issuer said; empty when there was no token to revoke
     * @param left what could not be deleted and why; empty when nothing is left
     */
    public record Outcome(boolean existed, Optional<Revocation> revocation, Optional<String> left) {}

    /**
     * Revokes the session, then deletes it wherever the storage's mode puts it, with everything remembered of it. Both
     * under the lock: a renewal that is under way in another process is waited for, so that its new tokens are the ones
     * revoked and it does not bring the session back. Never throws; what fails is in the outcome, and the rest is deleted
     * all the same. An interrupt ends the waiting only; the flag stays set.
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
        // Files cannot be deleted while an interrupt is pending, and it must not keep the session on the disk.
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
