package dev.airelay.auth;

import java.util.Optional;

/**
 * The end of a session on this machine. First revoke {@link #tokens}, then {@link #delete}: a running relay refuses from
 * its next request on. Blocks.
 */
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
     * @param left what could not be deleted and why; empty when nothing is left
     */
    public record Outcome(boolean existed, Optional<String> left) {}

    /** The tokens to revoke; empty when nobody is signed in or what is stored cannot be read. */
    public Optional<TokenReply> tokens() {
        try {
            return storage.load().filter(StoredSession::hasTokens).map(StoredSession::asReply);
        } catch (AuthException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Deletes the session wherever the storage's mode puts it, with everything remembered of it. A renewal that is under
     * way in another process is waited for, so that it does not bring the session back. Never throws; what fails is in
     * the outcome, and the rest is deleted all the same.
     */
    public Outcome delete() {
        boolean had = tokens().isPresent();
        try {
            return storage.lock().holding(() -> deleteAll(had));
        } catch (AuthException notLocked) {
            return deleteAll(had);
        }
    }

    private Outcome deleteAll(boolean had) {
        boolean existed = had;
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
        return new Outcome(existed, left);
    }
}
