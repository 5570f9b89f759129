package dev.airelay.auth.session;

import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.keyring.Keyring;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Stores the upstream session and offers the operations on it: read, sign in, sign out, report. Threads and processes that
 * share a data directory take turns in changing it. Safe for concurrent use; every method may block.
 */
public final class SessionStorage {
    /** Longer than another process may hold the lock: 30 s for the login server's response, and some slow keyring calls. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final StorageMode mode;
    private final Path file;
    private final SessionStore store;
    private final SessionLock lock;
    private final RenewalJournal journal;
    private final InstantSource clock;

    /** The parts that tests may replace. */
    public record Parts(SessionStore store, Duration patience) {}

    /** Creates a storage. Nothing is opened yet. */
    public SessionStorage(StorageMode mode, Path file, Parts parts, InstantSource clock) {
        this.mode = mode;
        this.file = file;
        this.store = parts.store;
        this.lock = new SessionLock(file.resolveSibling("auth.lock"), parts.patience);
        this.journal = new RenewalJournal(file.resolveSibling("auth.renewal.json"));
        this.clock = clock;
    }

    /**
     * The storage of a data directory. Does nothing yet.
     *
     * @param file {@code auth.json} in the data directory, absolute
     * @param keyring not touched when the mode is {@link StorageMode#FILE}
     */
    public static SessionStorage of(StorageMode mode, Path file, Keyring keyring, InstantSource clock) {
        FileStore files = new FileStore(file);
        SessionStore store = switch (mode) {
            case FILE -> files;
            case KEYRING -> new KeyringStore(keyring, Keyring.account(file));
            case AUTO -> new AutoStore(new KeyringStore(keyring, Keyring.account(file)), files, clock);
        };
        return new SessionStorage(mode, file, new Parts(store, PATIENCE), clock);
    }

    /**
     * The stored session, read now; empty when nobody is signed in.
     *
     * @throws AuthException when it cannot be read
     */
    public Optional<StoredSession> load() {
        return store.load();
    }

    /**
     * Checks that a session can be stored here, before somebody signs in for it. Changes nothing.
     *
     * @throws AuthException naming the file or directory that cannot be written
     */
    public void requireWritable() {
        lock.holding(() -> {
            store.requireWritable();
            return true;
        });
    }

    /** The state of the session, without using the network. Never throws. */
    public SessionStatus status() {
        return new StatusReport(this).make();
    }

    /**
     * The result of a sign-in.
     *
     * @param session the session stored now
     * @param superseded the tokens of the session that it replaced, which may be revoked; empty for tokens that another
     *     program may be using
     */
    public record SignedIn(StoredSession session, Optional<TokenReply> superseded) {}

    /**
     * Stores the session of a login. The first one binds the relay to its account.
     *
     * @throws AuthException when the tokens name no account, the relay is bound to another one, or the session cannot be
     *     stored; the stored session is then unchanged
     */
    public SignedIn signIn(TokenReply reply) {
        return adopt(StoredSession.of(reply, clock.instant()));
    }

    /**
     * Stores a session that {@link SessionImport} read, under the same rules as {@link #signIn}.
     *
     * @throws AuthException as {@link #signIn}
     */
    public SignedIn adopt(StoredSession session) {
        String account = session.accountId()
                .orElseThrow(() -> new AuthException(
                        AuthFailure.INCOMPLETE,
                        "The sign-in's tokens do not name an account. Nothing was saved. Run: airelay login"));
        return lock.holding(() -> store(session, account));
    }

    private SignedIn store(StoredSession session, String account) {
        Optional<StoredSession> before = readable();
        before.flatMap(SessionStorage::owner)
                .filter(bound -> !bound.equals(account))
                .ifPresent(bound -> refuse(account, bound));
        StoredSession bound =
                session.boundTo(account).with(before.map(StoredSession::rest).orElse(session.rest()));
        // Refuses tokens of two accounts, and all others with which no request could be made.
        bound.credentials();
        store.save(bound);
        journal.clear();
        // Revoking a copied session would sign the other program out.
        return new SignedIn(
                bound, before.filter(old -> old.hasTokens() && !old.imported()).map(StoredSession::asReply));
    }

    /** An unreadable session must not prevent the login that repairs it. */
    private Optional<StoredSession> readable() {
        try {
            return store.load();
        } catch (AuthException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> owner(StoredSession session) {
        return session.boundAccountId().or(session::accountId);
    }

    private static void refuse(String account, String bound) {
        throw new AuthException(
                AuthFailure.ACCOUNT_MISMATCH,
                "You signed in to account " + account + ", but this relay is bound to " + bound
                        + ". Nothing was saved. Sign in to that account or, to switch, run: airelay logout, then airelay login");
    }

    StorageMode mode() {
        return mode;
    }

    Path file() {
        return file;
    }

    /** Returns the store in use. */
    public SessionStore store() {
        return store;
    }

    SessionLock lock() {
        return lock;
    }

    /** Returns the journal of renewals beside the store. */
    public RenewalJournal journal() {
        return journal;
    }

    InstantSource clock() {
        return clock;
    }
}
