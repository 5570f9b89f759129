package dev.airelay.auth.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a session is renewed before it is used. Pure functions of the session and the time. */
final class RenewalRule {
    /** How long before its expiry an access token is renewed. */
    static final Duration AHEAD = Duration.ofMinutes(5);
    /** Age at which a session is renewed if its access token has no readable expiry. */
    static final Duration UNREADABLE_AFTER = Duration.ofDays(8);
    /** How far in the future a renewal time may be and still be trusted. */
    static final Duration BELIEVED_AHEAD = Duration.ofDays(1);

    private RenewalRule() {}

    /** Whether to renew the session before the next request. */
    static boolean due(StoredSession session, Instant now) {
        if (session.tokens().access().isEmpty()) {
            return true;
        }
        Optional<Instant> renewed = session.lastRefresh().filter(time -> atMost(BELIEVED_AHEAD, now, time));
        return session.accessExpiry()
                .map(expiry -> endsSoon(expiry, renewed, now))
                .orElseGet(() -> renewed.map(time -> !atMost(UNREADABLE_AFTER, time, now))
                        .orElse(true));
    }

    /**
     * Five minutes before the expiry, or at half the lifetime of a token so short-lived that every request would renew it.
     */
    private static boolean endsSoon(Instant expiry, Optional<Instant> renewed, Instant now) {
        if (renewed.isEmpty()) {
            return atMost(AHEAD, now, expiry);
        }
        Duration life = Duration.between(renewed.get(), expiry);
        if (life.isNegative() || life.isZero()) {
            // It had expired when it was issued, so the clock is wrong and the expiry means nothing. A 401 still renews
            // it.
            return !atMost(UNREADABLE_AFTER, renewed.get(), now);
        }
        Duration half = life.dividedBy(2);
        return atMost(half.compareTo(AHEAD) < 0 ? half : AHEAD, now, expiry);
    }

    private static boolean atMost(Duration limit, Instant from, Instant to) {
        return Duration.between(from, to).compareTo(limit) <= 0;
    }

    /** Whether the access token is valid according to its expiry. */
    static boolean surelyValid(StoredSession session, Instant now) {
        return session.accessExpiry().filter(now::isBefore).isPresent();
    }

    /** Whether the access token may still be valid: no expiry says otherwise. */
    static boolean maybeValid(StoredSession session, Instant now) {
        return session.tokens().access().isPresent()
                && session.accessExpiry().map(now::isBefore).orElse(true);
    }
}
