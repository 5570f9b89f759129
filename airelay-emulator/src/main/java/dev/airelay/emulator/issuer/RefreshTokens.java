package dev.airelay.emulator.issuer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All refresh tokens ever issued and their states. Safe for concurrent use. */
final class RefreshTokens {
    /** The state of a refresh token. */
    enum State {
        /** Good for one refresh. */
        CURRENT,
        /** Exchanged for another one. */
        USED,
        /** Revoked, or its sign-in was. */
        REVOKED,
        /** Older than refresh tokens may be. */
        EXPIRED,
        /** Never issued. */
        UNKNOWN
    }

    /**
     * The result of presenting a token.
     *
     * @param session the sign-in it belongs to; null for an unknown token
     */
    record Presented(State state, @Nullable LoginSession session) {}

    private record Entry(LoginSession session, State state, Instant end) {
        Entry become(State next) {
            return new Entry(session, next, end);
        }
    }

    private final Map<String, Entry> entries = Bounded.map();

    synchronized void add(String token, LoginSession session, Instant now, Duration lifetime) {
        entries.put(token, new Entry(session, State.CURRENT, now.plus(lifetime)));
    }

    /**
     * The state of a token when it was presented; a current one is used up by that.
     *
     * @param keep whether a current token stays current
     */
    synchronized Presented present(String token, boolean keep, Instant now) {
        Entry entry = entries.get(token);
        if (entry == null) {
            return new Presented(State.UNKNOWN, null);
        }
        State state = entry.state() == State.CURRENT && !entry.end().isAfter(now) ? State.EXPIRED : entry.state();
        if (state == State.CURRENT && !keep) {
            entries.put(token, entry.become(State.USED));
        }
        return new Presented(state, entry.session());
    }

    /** Revokes a token and remembers it; the sign-in it belonged to when it was still current, else null. */
    synchronized @Nullable LoginSession revoke(String token) {
        Entry entry = entries.get(token);
        if (entry == null) {
            return null;
        }
        entries.put(token, entry.become(State.REVOKED));
        return entry.state() == State.CURRENT ? entry.session() : null;
    }

    /** Sets this state for every token that is still valid. */
    synchronized void endAll(State end) {
        entries.replaceAll((token, entry) -> entry.state() == State.CURRENT ? entry.become(end) : entry);
    }
}
