package dev.airelay.emulator.issuer;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The issued access tokens, with their accounts and whether they are still valid. Safe for concurrent use. */
public final class AccessTokens {
    /** An access token as the login server knows it, regardless of its claims. */
    public record Known(LoginSession session, Instant end, boolean revoked) {
        /** The account the token was issued for. */
        public String accountId() {
            return session.account().accountId();
        }

        /** Whether it has expired at that time. */
        public boolean expiredAt(Instant now) {
            return !end.isAfter(now);
        }
    }

    private final Map<String, Known> known = Bounded.map();

    synchronized void add(String token, LoginSession session, Instant end) {
        known.put(token, new Known(session, end, false));
    }

    /** The token, if it was issued here. */
    public synchronized Optional<Known> find(String token) {
        return Optional.ofNullable(known.get(token));
    }

    synchronized void revoke(String token) {
        known.computeIfPresent(token, (text, entry) -> new Known(entry.session(), entry.end(), true));
    }

    /** Revokes all tokens of one sign-in. */
    synchronized void revokeAll(LoginSession session) {
        known.replaceAll((token, entry) ->
                entry.session().id().equals(session.id()) ? new Known(session, entry.end(), true) : entry);
    }

    synchronized void revokeAll() {
        known.replaceAll((token, entry) -> new Known(entry.session(), entry.end(), true));
    }
}
