package dev.airelay.auth.session;

import dev.airelay.auth.issuer.IssuerChannel;
import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.TokenRenewal;
import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.session.RenewalOutcome.Failed;
import dev.airelay.auth.session.RenewalOutcome.Renewed;
import dev.airelay.base.Sha256;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One renewal of the stored session, so that no refresh token is ever sent twice and no new one is lost:
 *
 * <pre>
 * lock → read again → record "begun" → call the login server → store → delete the record → unlock
 * </pre>
 *
 * <p>A renewal that finds a newer session after locking uses that one without a request. Blocks; calls from several threads
 * and processes take turns.
 */
public final class SessionRenewal {
    /** New tokens that could not be stored yet, and the refresh token they came from. */
    private record Unsaved(String usedToken, StoredSession session) {
        @Override
        public String toString() {
            return "Unsaved";
        }
    }

    private final SessionStorage storage;
    private final TokenRenewal issuer;
    private final Consumer<RenewalStep> steps;
    private volatile Optional<Unsaved> unsaved = Optional.empty();

    /**
     * Creates a renewal.
     *
     * @param steps notified of every step, for the log
     */
    public SessionRenewal(SessionStorage storage, TokenRenewal issuer, Consumer<RenewalStep> steps) {
        this.storage = storage;
        this.issuer = issuer;
        this.steps = steps;
    }

    /** Whether a renewal of this session was begun, here or in a process that has ended, with an unknown outcome. */
    boolean unfinished(StoredSession session) {
        return session.tokens()
                .refresh()
                .flatMap(storage.journal()::find)
                .filter(entry -> !entry.refused())
                .isPresent();
    }

    /**
     * Renews the session.
     *
     * @param seen the session that the caller found due or rejected; if another one is stored by now, that one is returned
     */
    RenewalOutcome renew(StoredSession seen) {
        try {
            return storage.lock().holding(() -> renewUnlessNewer(seen));
        } catch (AuthException failed) {
            return new Failed(failed, false);
        }
    }

    private RenewalOutcome renewUnlessNewer(StoredSession seen) {
        steps.accept(RenewalStep.LOCKED);
        StoredSession now = storage.store().load().orElseThrow(AuthFailure.MISSING::exception);
        steps.accept(RenewalStep.READ);
        if (!sameAccount(seen, now)) {
            return new Failed(AuthFailure.ACCOUNT_MISMATCH.exception(), false);
        }
        return isNewer(now, seen) ? new Renewed(now) : renewHoldingTheLock(now);
    }

    private boolean isNewer(StoredSession now, StoredSession seen) {
        return now.tokens().access().isPresent()
                && !now.tokens().access().equals(seen.tokens().access())
                && !RenewalRule.due(now, storage.clock().instant());
    }

    private static boolean sameAccount(StoredSession seen, StoredSession now) {
        boolean unknown = seen.accountId().isEmpty() || now.accountId().isEmpty();
        return unknown || (seen.accountId().equals(now.accountId()) && now.accountFits());
    }

    private RenewalOutcome renewHoldingTheLock(StoredSession now) {
        if (now.tokens().refresh().isEmpty()) {
            return new Failed(
                    AuthException.ended("The upstream session has ended and has no refresh token. Run: airelay login"),
                    true);
        }
        String token = now.tokens().refresh().get();
        Optional<StoredSession> waiting =
                unsaved.filter(tokens -> tokens.usedToken.equals(token)).map(Unsaved::session);
        if (waiting.isPresent()) {
            return store(token, waiting.get());
        }
        Optional<RenewalRecord> earlier = storage.journal().find(token);
        if (earlier.filter(RenewalRecord::refused).isPresent()) {
            return refusal(earlier.get());
        }
        return ask(now, token, earlier.isPresent());
    }

    private RenewalOutcome ask(StoredSession now, String token, boolean cutOff) {
        // Also shows, before the token is used up, that there is room to store its successor.
        storage.journal().write(entry(token, RenewalRecord.State.STARTED, "", cutOff));
        steps.accept(RenewalStep.MARKED);
        TokenReply reply;
        try {
            reply = issuer.renew(token);
        } catch (IssuerException refused) {
            if (!cutOff && refused.code().equals(IssuerChannel.UNREACHABLE)) {
                // The token was not used, so this attempt cannot be the reason of a later refusal.
                storage.journal().clear();
            }
            return refused.kind() == IssuerException.Kind.PERMANENT
                    ? refused(now, entry(token, RenewalRecord.State.REFUSED, refused.code(), cutOff))
                    : new Failed(transientFailure(refused.code()), false);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Failed(transientFailure("interrupted"), false);
        }
        steps.accept(RenewalStep.ANSWERED);
        return store(token, now.renewed(reply, storage.clock().instant()));
    }

    /** Stores new tokens even when the thread is being stopped: an interrupted write would lose them. */
    private RenewalOutcome store(String usedToken, StoredSession session) {
        boolean interrupted = Thread.interrupted();
        try {
            unsaved = Optional.of(new Unsaved(usedToken, session));
            storage.store().save(session);
            unsaved = Optional.empty();
            steps.accept(RenewalStep.SAVED);
            storage.journal().clear();
            steps.accept(RenewalStep.CLEARED);
            return new Renewed(session);
        } catch (AuthException failed) {
            return unsaved.isEmpty()
                    ? new Renewed(session)
                    : new Failed(
                            new AuthException(AuthFailure.REFRESH_FAILED, String.valueOf(failed.getMessage())), false);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The login server refused permanently, unless a program that does not use the lock has stored another token meanwhile.
     */
    private RenewalOutcome refused(StoredSession asked, RenewalRecord entry) {
        Optional<StoredSession> now = storage.store().load();
        if (now.filter(session -> sameAccount(asked, session) && isNewer(session, asked))
                .isPresent()) {
            return new Renewed(now.get());
        }
        try {
            storage.journal().write(entry);
        } catch (AuthException notRemembered) {
            // Then only this process knows of it; the failure to report is the login server's.
            return refusal(entry);
        }
        return refusal(entry);
    }

    private static Failed refusal(RenewalRecord entry) {
        return new Failed(AuthException.ended(entry.message()), true);
    }

    private static AuthException transientFailure(String code) {
        return new AuthException(
                AuthFailure.REFRESH_FAILED,
                "The upstream session could not be renewed (" + RenewalRecord.plain(code)
                        + "). Try again; if the problem persists, run: airelay login");
    }

    private RenewalRecord entry(String token, RenewalRecord.State state, String code, boolean cutOff) {
        return new RenewalRecord(
                Sha256.hex(token), state, code, cutOff, storage.clock().instant());
    }
}
