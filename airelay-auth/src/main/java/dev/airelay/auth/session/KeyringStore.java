package dev.airelay.auth.session;

import dev.airelay.auth.keyring.Keyring;
import dev.airelay.auth.keyring.KeyringException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Stores the session in the operating system's keyring, as one line of JSON. */
record KeyringStore(Keyring keyring, String account) implements SessionStore {
    private static final String WAY_OUT = ". Unlock or install the keyring, or set auth.storage to file or auto.";

    @Override
    public Optional<StoredSession> load() {
        try {
            return read();
        } catch (KeyringException failed) {
            throw failure("The session cannot be read from the keyring", failed);
        }
    }

    /**
     * As {@link #load}, for a caller that can fall back to another place.
     *
     * @throws AuthException if the keyring's entry is not a session
     */
    Optional<StoredSession> read() throws KeyringException {
        return keyring.read(account)
                .map(text -> SessionJson.tree(text.getBytes(StandardCharsets.UTF_8), "The keyring entry"))
                .map(SessionJson::session);
    }

    @Override
    public void save(StoredSession session) {
        try {
            write(session);
        } catch (KeyringException failed) {
            throw failure("The session cannot be saved in the keyring", failed);
        }
    }

    /** As {@link #save}, for a caller that can fall back to another place. */
    void write(StoredSession session) throws KeyringException {
        keyring.write(account, new String(SessionJson.compact(session), StandardCharsets.UTF_8));
    }

    @Override
    public boolean delete() {
        try {
            return keyring.delete(account);
        } catch (KeyringException failed) {
            throw failure("The session cannot be deleted from the keyring", failed);
        }
    }

    /** As {@link #delete}; a machine without a keyring has nothing to delete. */
    boolean deleteIfInstalled() {
        try {
            return keyring.delete(account);
        } catch (KeyringException failed) {
            if (failed.installed()) {
                throw failure("The keyring may still contain the session", failed);
            }
            return false;
        }
    }

    private static AuthException failure(String what, KeyringException cause) {
        return new AuthException(AuthFailure.INCOMPLETE, what + " (" + cause.getMessage() + ")" + WAY_OUT);
    }

    @Override
    public Object stamp() {
        return account;
    }

    @Override
    public boolean stampIsEnough() {
        return false;
    }

    @Override
    public String toString() {
        return "KeyringStore[" + account + "]";
    }
}
