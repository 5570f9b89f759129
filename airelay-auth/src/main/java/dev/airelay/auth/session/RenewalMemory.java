package dev.airelay.auth.session;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.RenewalOutcome.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What this process has learned about the tokens it works with, so that it neither asks the issuer again without hope
 * nor renews a session over and over that the upstream will not take. Of the latest tokens only. Safe for concurrent use.
 */
public final class RenewalMemory {
    /** How soon after a failure that may pass the issuer is asked again while the old token still holds. */
    static final Duration PAUSE = Duration.ofSeconds(15);
    /** How long a token made because of a refusal is not renewed when it is refused itself. */
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

    /** Whether these tokens are looked at for the first time since others were. */
    boolean isNew(StoredSession session) {
        boolean changed = !seen.equals(Optional.of(session.tokens()));
        seen = Optional.of(session.tokens());
        return changed;
    }

    /** The renewal of these tokens failed. */
    void failed(StoredSession session, Failed outcome, Instant now) {
        failure = Optional.of(new Failure(session.tokens(), outcome, now));
    }

    /** The issuer's final word on these tokens. */
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

    /** This access token was made because the upstream had refused the one before. */
    void replaced(String accessToken, Instant now) {
        replacement = Optional.of(new Replacement(accessToken, now));
    }

    /** Whether the refused token was itself made because of a refusal, a moment ago. */
    boolean isReplacement(Credentials rejected, Instant now) {
        return replacement
                .filter(made -> made.accessToken.equals(rejected.accessToken()))
                .filter(made -> isWithin(REPEATED, made.at, now))
                .isPresent();
    }

    /** A clock set back ends every wait. */
    private static boolean isWithin(Duration limit, Instant from, Instant now) {
        Duration age = Duration.between(from, now);
        return !age.isNegative() && age.compareTo(limit) < 0;
    }

    @Override
    public String toString() {
        return "RenewalMemory";
    }
}
