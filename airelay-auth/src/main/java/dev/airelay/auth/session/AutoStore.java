package dev.airelay.auth.session;

import dev.airelay.auth.keyring.KeyringException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Stores the session in the keyring if that works, otherwise in the file. If both have one, for example after a login over
 * SSH where the keyring cannot be reached, the one renewed later counts.
 */
final class AutoStore implements SessionStore {
    /** How long a keyring that failed is not called again: one that waits for a password would delay every request. */
    static final Duration REST = Duration.ofMinutes(1);

    private record Trouble(KeyringException cause, Instant at) {}

    private final KeyringStore keyring;
    private final SessionStore file;
    private final InstantSource clock;
    private volatile Optional<Trouble> trouble = Optional.empty();
    private volatile boolean keyringHolds;

    AutoStore(KeyringStore keyring, SessionStore file, InstantSource clock) {
        this.keyring = keyring;
        this.file = file;
        this.clock = clock;
    }

    @Override
    public Optional<StoredSession> load() {
        Optional<StoredSession> inKeyring;
        try {
            inKeyring = fromKeyring();
        } catch (AuthException damaged) {
            Optional<StoredSession> inFile = file.load().filter(StoredSession::hasTokens);
            if (inFile.isEmpty()) {
                throw damaged;
            }
            return inFile;
        }
        Optional<StoredSession> inFile = inKeyring.isPresent() ? readableFile() : file.load();
        if (inKeyring.isEmpty() && inFile.isEmpty()) {
            requireAnswer();
        }
        return inKeyring.isPresent() && inFile.isPresent()
                ? Optional.of(later(inKeyring.get(), inFile.get()))
                : inKeyring.or(() -> inFile);
    }

    /**
     * A keyring that returned the session before and does not respond now, for example because it is locked, does not mean a
     * sign-out.
     */
    private void requireAnswer() {
        if (keyringHolds) {
            throw new AuthException(
                    AuthFailure.INCOMPLETE,
                    "The keyring that holds the upstream session is not responding"
                            + trouble.map(known -> " (" + known.cause.getMessage() + ")")
                                    .orElse("")
                            + ". Unlock it, or run: airelay login");
        }
    }

    /** A file beside a session in the keyring is a leftover; if it cannot be read, that does no harm. */
    private Optional<StoredSession> readableFile() {
        try {
            return file.load().filter(StoredSession::hasTokens);
        } catch (AuthException unusable) {
            return Optional.empty();
        }
    }

    private static StoredSession later(StoredSession inKeyring, StoredSession inFile) {
        Instant first = inKeyring.lastRefresh().orElse(Instant.MIN);
        return inFile.lastRefresh().orElse(Instant.MIN).isAfter(first) ? inFile : inKeyring;
    }

    private Optional<StoredSession> fromKeyring() {
        if (rests()) {
            return Optional.empty();
        }
        try {
            Optional<StoredSession> session = keyring.read();
            keyringHolds = session.isPresent();
            return session;
        } catch (KeyringException unusable) {
            note(unusable);
            return Optional.empty();
        }
    }

    /** Writes to the keyring, then deletes the file; if the keyring fails, writes to the file. */
    @Override
    public void save(StoredSession session) {
        if (!savedInKeyring(session)) {
            file.save(session);
            return;
        }
        try {
            file.delete();
        } catch (AuthException olderStays) {
            // It is older than the keyring's session, so it does not count.
            return;
        }
    }

    private boolean savedInKeyring(StoredSession session) {
        if (rests()) {
            return false;
        }
        try {
            keyring.write(session);
            keyringHolds = true;
            return true;
        } catch (KeyringException unusable) {
            note(unusable);
            return false;
        }
    }

    /** The keyring may refuse later, and then the file has to do. */
    @Override
    public void requireWritable() {
        file.requireWritable();
    }

    /** Deletes the session from both. */
    @Override
    public boolean delete() {
        boolean inKeyring;
        try {
            inKeyring = keyring.deleteIfInstalled();
            keyringHolds = false;
        } catch (AuthException unreachable) {
            file.delete();
            throw unreachable;
        }
        return file.delete() || inKeyring;
    }

    /** Why an installed keyring does not respond, if it does not. */
    Optional<String> trouble() {
        return trouble.map(Trouble::cause).filter(KeyringException::installed).map(Throwable::getMessage);
    }

    private void note(KeyringException cause) {
        trouble = Optional.of(new Trouble(cause, clock.instant()));
    }

    private boolean rests() {
        return trouble.map(last -> Duration.between(last.at, clock.instant()))
                .filter(age -> !age.isNegative() && age.compareTo(REST) < 0)
                .isPresent();
    }

    @Override
    public Object stamp() {
        return file.stamp();
    }

    @Override
    public boolean stampIsEnough() {
        return false;
    }
}
