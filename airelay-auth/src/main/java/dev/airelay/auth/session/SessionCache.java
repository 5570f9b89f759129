package dev.airelay.auth.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Caches the stored session: for as long as the file is unchanged or, if it may be in a keyring, for three seconds. Failures
 * are not cached, but if a keyring stops responding, for example because it was locked, the last session remains in use.
 * Safe for concurrent use; may block.
 */
final class SessionCache {
    static final Duration KEYRING_ANSWER_STANDS = Duration.ofSeconds(3);

    private record Entry(Object stamp, Instant readAt, Optional<StoredSession> session) {}

    private final SessionStore store;
    private final InstantSource clock;
    private volatile Optional<Entry> entry = Optional.empty();

    SessionCache(SessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Returns the session, possibly from the cache. */
    Optional<StoredSession> current() {
        // The stamp is taken before the content: a write in between shows as a change next time.
        Object stamp = store.stamp();
        Instant now = clock.instant();
        Optional<Entry> known = entry.filter(read -> read.stamp.equals(stamp) && stands(read, now));
        return known.isPresent() ? known.get().session : read(stamp, now);
    }

    /** Returns the session, read now unless the file is unchanged. */
    Optional<StoredSession> latest() {
        return store.stampIsEnough() ? current() : read(store.stamp(), clock.instant());
    }

    /**
     * Returns until when the cached session may be used without checking the store again; one from a keyring expires sooner.
     */
    Instant standsUntil(Instant limit) {
        Instant end = store.stampIsEnough()
                ? limit
                : entry.map(read -> read.readAt.plus(KEYRING_ANSWER_STANDS)).orElse(Instant.MIN);
        return end.isBefore(limit) ? end : limit;
    }

    private Optional<StoredSession> read(Object stamp, Instant now) {
        Optional<StoredSession> session;
        try {
            session = store.load();
        } catch (AuthException unreadable) {
            session = entry.filter(before -> !store.stampIsEnough() && before.stamp.equals(stamp))
                    .flatMap(Entry::session);
            if (session.isEmpty()) {
                throw unreadable;
            }
        }
        entry = Optional.of(new Entry(stamp, now, session));
        return session;
    }

    private boolean stands(Entry read, Instant now) {
        Duration age = Duration.between(read.readAt, now);
        boolean recent = !age.isNegative() && age.compareTo(KEYRING_ANSWER_STANDS) < 0;
        return recent || store.stampIsEnough();
    }
}
