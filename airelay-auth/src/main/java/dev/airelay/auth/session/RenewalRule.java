package dev.airelay.auth.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a session is renewed before it is used. Pure functions of the session and the time. */
final class RenewalRule {
    /** How long before its end an access token is renewed. */
    static final Duration AHEAD = Duration.ofMinutes(5);
    /** After how long a session is renewed whose access token does not tell its end. */
    static final Duration UNREADABLE_AFTER = Duration.ofDays(8);
    /** How far ahead of the clock a renewal may lie and still be believed. */
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
     * Five minutes before the end, or at half its life for a token so short-lived that every request would renew it.
     */
    private static boolean endsSoon(Instant expiry, Optional<Instant> renewed, Instant now) {
        if (renewed.isEmpty()) {
            return atMost(AHEAD, now, expiry);
        }
        Duration life = Duration.between(renewed.get(), expiry);
        if (life.isNegative() || life.isZero()) {
            // Over when it was made: the clock is wrong, so its end says nothing. A refusal renews it all the same.
            return !atMost(UNREADABLE_AFTER, renewed.get(), now);
        }
        Duration half = life.dividedBy(2);
        return atMost(half.compareTo(AHEAD) < 0 ? half : AHEAD, now, expiry);
    }

    private static boolean atMost(Duration limit, Instant from, Instant to) {
        return Duration.between(from, to).compareTo(limit) <= 0;
    }

    /** Whether the access token says that it still holds. */
    static boolean surelyValid(StoredSession session, Instant now) {
        return session.accessExpiry().filter(now::isBefore).isPresent();
    }

    /** Whether the access token may still hold: it does not say otherwise. */
    static boolean maybeValid(StoredSession session, Instant now) {
        return session.tokens().access().isPresent()
                && session.accessExpiry().map(now::isBefore).orElse(true);
    }
}
