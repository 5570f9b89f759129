package dev.airelay.auth.session;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.RenewalOutcome.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The results of earlier renewals in this process, so that it neither repeats a request that the login server will refuse
 * nor renews again and again a session that the upstream rejects. Remembers the latest tokens only. Safe for concurrent use.
 */
public final class RenewalMemory {
    /** Pause after a temporary failure before the login server is called again, while the old token is still valid. */
    static final Duration PAUSE = Duration.ofSeconds(15);
    /** How long a token that replaced a rejected one is not renewed if it is rejected too. */
    public static final Duration REPEATED = Duration.ofMinutes(5);

    private record Failure(StoredSession.Tokens tokens, Failed outcome, Instant at) {}

    private record Replacement(String accessToken, Instant at) {
        @Override
        public String toString() {
            return "Replacement";
        }
    }

    private volatile Optional<Failure> failure = Optional.empty();
    private volatile Optional<Replacement> replacement = Optional.empty();
    private volatile Optional<StoredSession.Tokens> seen = Optional.empty();

    /** Whether these tokens differ from those seen last. */
    boolean isNew(StoredSession session) {
        boolean changed = !seen.equals(Optional.of(session.tokens()));
        seen = Optional.of(session.tokens());
        return changed;
    }

    /** Records that the renewal of these tokens failed. */
    void failed(StoredSession session, Failed outcome, Instant now) {
        failure = Optional.of(new Failure(session.tokens(), outcome, now));
    }

    /** Returns the login server's permanent refusal of these tokens, if any. */
    Optional<Failed> refusal(StoredSession session) {
        return of(session).map(Failure::outcome).filter(Failed::permanent);
    }

    /** Whether a renewal of these tokens failed a moment ago. */
    boolean failedJustNow(StoredSession session, Instant now) {
        return of(session).filter(known -> isWithin(PAUSE, known.at, now)).isPresent();
    }

    private Optional<Failure> of(StoredSession session) {
        return failure.filter(known -> known.tokens.equals(session.tokens()));
    }

    /** Records that this access token replaced one that the upstream rejected. */
    void replaced(String accessToken, Instant now) {
        replacement = Optional.of(new Replacement(accessToken, now));
    }

    /** Whether the rejected token had itself just replaced a rejected one. */
    boolean isReplacement(Credentials rejected, Instant now) {
        return replacement
                .filter(made -> made.accessToken.equals(rejected.accessToken()))
                .filter(made -> isWithin(REPEATED, made.at, now))
                .isPresent();
    }

    /** A clock that was set back ends every wait. */
    private static boolean isWithin(Duration limit, Instant from, Instant now) {
        Duration age = Duration.between(from, now);
        return !age.isNegative() && age.compareTo(limit) < 0;
    }

    @Override
    public String toString() {
        return "RenewalMemory";
    }
}
