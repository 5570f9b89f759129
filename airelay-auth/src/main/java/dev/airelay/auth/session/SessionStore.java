package dev.airelay.auth.session;

import java.util.Optional;

/**
 * A place where the session is stored. Every call accesses files or runs another program, and may block. Does not lock: the
 * caller must hold the {@link SessionLock} for changes.
 */
public interface SessionStore {
    /**
     * The stored session, read now; empty when there is none.
     *
     * @throws AuthException when it cannot be read or is not JSON; the message has no token
     */
    Optional<StoredSession> load();

    /**
     * Stores a session in place of the one there; durable when this returns.
     *
     * @throws AuthException when it cannot be stored; what was stored before is still there
     */
    void save(StoredSession session);

    /**
     * Checks that {@link #save} can work, and changes nothing. A store that only learns it from a save passes.
     *
     * @throws AuthException naming the file or directory that cannot be written
     */
    default void requireWritable() {}

    /**
     * Removes the session; whether there was one.
     *
     * @throws AuthException when some of it could not be removed
     */
    boolean delete();

    /** Returns a value that differs between versions of the session, as far as this can be determined without reading it. */
    Object stamp();

    /** Whether the stamp shows every change; if not, a session that was read may be cached for a few seconds only. */
    boolean stampIsEnough();
}
