package dev.airelay.auth.session;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.TokenRenewal;
import dev.airelay.auth.session.RenewalOutcome.Failed;
import dev.airelay.auth.session.RenewalOutcome.Renewed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from the stored session, which is watched for changes and renewed when due. A login or sign-out by another
 * process takes effect within a second. If several requests find that the session is due, one renews it and the others wait.
 *
 * <p>All work runs on the given executor, one thread of which blocks until the login server responds.
 */
public final class SessionCredentials implements CredentialSource {
    /** How long a check of the session remains valid: a busy relay would otherwise check it for each request. */
    static final Duration LOOK_STANDS = Duration.ofSeconds(1);

    private final SessionStorage storage;
    private final SessionCache cache;
    private final SessionRenewal renewal;
    private final SharedRenewal shared;
    private final RenewalMemory memory = new RenewalMemory();
    private final Executor executor;
    private final InstantSource clock;
    private volatile Optional<String> boundAccount = Optional.empty();
    private volatile @Nullable Ready ready;
    /** Counts the events that invalidate a check: credentials that were rejected or replaced. */
    private final AtomicInteger changes = new AtomicInteger();

    /**
     * Credentials that are returned without checking the session again, which would access files on another thread.
     *
     * @param stage complete with them
     * @param from when the session was checked; a clock that was set back ends this
     * @param until a moment later, when the session is not due yet
     */
    private record Ready(CompletionStage<Credentials> stage, Instant from, Instant until) {
        boolean at(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    /**
     * Credentials from this storage.
     *
     * @param issuer renews sessions
     * @param executor accesses files and waits for the login server; must not be an event loop
     */
    public SessionCredentials(SessionStorage storage, TokenRenewal issuer, Executor executor) {
        this(storage, new SessionRenewal(storage, issuer, step -> {}), executor);
    }

    /** As the other constructor, with a renewal that reports its steps. */
    public SessionCredentials(SessionStorage storage, SessionRenewal renewal, Executor executor) {
        this.storage = storage;
        this.cache = new SessionCache(storage.store(), storage.clock());
        this.renewal = renewal;
        this.shared = new SharedRenewal(renewal);
        this.executor = executor;
        this.clock = storage.clock();
    }

    @Override
    public CompletionStage<Credentials> current() {
        Ready known = ready;
        return known != null && known.at(clock.instant()) ? known.stage() : submit(this::giveCurrent);
    }

    @Override
    public CompletionStage<Credentials> afterRejection(Credentials rejected) {
        forgetLook();
        return submit(result -> giveAnother(rejected, result));
    }

    @Override
    public CompletionStage<Optional<SessionStatus>> status() {
        return submit(result -> result.complete(Optional.of(storage.status())));
    }

    private <T> CompletableFuture<T> submit(Consumer<CompletableFuture<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> run(work, result));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(new AuthException(
                    AuthFailure.INCOMPLETE,
                    "The stored upstream session could not be read because the relay is busy or stopping. Try again."));
        }
        return result;
    }

    private static <T> void run(Consumer<CompletableFuture<T>> work, CompletableFuture<T> result) {
        try {
            work.accept(result);
        } catch (AuthException failed) {
            result.completeExceptionally(failed);
        } catch (RuntimeException | Error defect) {
            // The waiting request must end; the executor's thread reports the defect.
            result.completeExceptionally(AuthFailure.INCOMPLETE.exception());
            throw defect;
        }
    }

    private void forgetLook() {
        changes.incrementAndGet();
        ready = null;
    }

    private void giveCurrent(CompletableFuture<Credentials> result) {
        int before = changes.get();
        StoredSession session = checked(cache.current());
        Instant now = clock.instant();
        Optional<Failed> refusal = memory.refusal(session);
        boolean rests = memory.failedJustNow(session, now) && RenewalRule.maybeValid(session, now);
        if (refusal.isPresent()) {
            settle(session, refusal.get(), result);
        } else if (rests || !isDue(session, now)) {
            Credentials credentials = session.credentials();
            Instant until = cache.standsUntil(now.plus(LOOK_STANDS));
            if (!rests && !RenewalRule.due(session, until)) {
                ready = new Ready(CompletableFuture.completedStage(credentials), now, until);
                if (changes.get() != before) {
                    ready = null;
                }
            }
            result.complete(credentials);
        } else {
            shared.renew(session).thenAccept(outcome -> settle(session, outcome, result));
        }
    }

    private boolean isDue(StoredSession session, Instant now) {
        boolean leftUnfinished = memory.isNew(session) && renewal.unfinished(session);
        return leftUnfinished || RenewalRule.due(session, now);
    }

    /** A failed early renewal does no harm while the old token is valid. */
    private void settle(StoredSession before, RenewalOutcome outcome, CompletableFuture<Credentials> result) {
        if (outcome instanceof Failed failed) {
            Instant now = clock.instant();
            boolean holds =
                    failed.permanent() ? RenewalRule.surelyValid(before, now) : RenewalRule.maybeValid(before, now);
            if (holds && isOfTheRenewal(failed)) {
                remember(before, failed);
                answer(result, before);
                return;
            }
        }
        answerWith(outcome, before, result);
    }

    private void giveAnother(Credentials rejected, CompletableFuture<Credentials> result) {
        StoredSession session = checked(cache.latest());
        Instant now = clock.instant();
        if (!session.accountId().equals(Optional.of(rejected.accountId()))) {
            throw AuthFailure.ACCOUNT_MISMATCH.exception();
        }
        boolean same = session.tokens().access().equals(Optional.of(rejected.accessToken()));
        Optional<Failed> refusal = memory.refusal(session);
        if (!same && !RenewalRule.due(session, now)) {
            result.complete(session.credentials());
        } else if (refusal.isPresent()) {
            result.completeExceptionally(refusal.get().failure());
        } else if (memory.isReplacement(rejected, now)
                || session.tokens().refresh().isEmpty()) {
            result.completeExceptionally(AuthFailure.REJECTED.exception());
        } else {
            shared.renew(session).thenAccept(outcome -> replace(rejected, session, outcome, result));
        }
    }

    private void replace(
            Credentials rejected, StoredSession before, RenewalOutcome outcome, CompletableFuture<Credentials> result) {
        if (outcome instanceof Renewed renewed) {
            Optional<String> fresh = renewed.session().tokens().access();
            if (fresh.equals(Optional.of(rejected.accessToken()))) {
                result.completeExceptionally(AuthFailure.REJECTED.exception());
                return;
            }
            fresh.ifPresent(token -> memory.replaced(token, clock.instant()));
        }
        answerWith(outcome, before, result);
    }

    private void answerWith(RenewalOutcome outcome, StoredSession before, CompletableFuture<Credentials> result) {
        if (outcome instanceof Renewed renewed) {
            forgetLook();
            answer(result, renewed.session());
        } else if (outcome instanceof Failed failed) {
            remember(before, failed);
            result.completeExceptionally(failed.failure());
        }
    }

    private void remember(StoredSession before, Failed failed) {
        // Only the first temporary failure starts the pause; otherwise a busy relay would never try again.
        if (isOfTheRenewal(failed) && (failed.permanent() || !memory.failedJustNow(before, clock.instant()))) {
            memory.failed(before, failed, clock.instant());
        }
    }

    /** Whether the renewal itself failed, or a keyring or disk during it; otherwise there is no usable session. */
    private static boolean isOfTheRenewal(Failed failed) {
        AuthFailure why = failed.failure().failure();
        return why == AuthFailure.REFRESH_FAILED || why == AuthFailure.INCOMPLETE;
    }

    private static void answer(CompletableFuture<Credentials> result, StoredSession session) {
        try {
            result.complete(session.credentials());
        } catch (AuthException unusable) {
            result.completeExceptionally(unusable);
        }
    }

    /** The session, if there is one and it belongs to the account that this process has been using. */
    private StoredSession checked(Optional<StoredSession> stored) {
        StoredSession session = stored.filter(StoredSession::hasTokens).orElseThrow(AuthFailure.MISSING::exception);
        Optional<String> account = session.accountId();
        if (account.isPresent() && !session.accountFits()) {
            throw AuthFailure.ACCOUNT_MISMATCH.exception();
        }
        if (session.boundAccountId().isPresent() || boundAccount.isEmpty()) {
            boundAccount = session.boundAccountId().or(() -> account);
        } else if (!boundAccount.equals(account)) {
            // A file that does not name its account replaced the one that this process started with.
            throw AuthFailure.ACCOUNT_MISMATCH.exception();
        }
        return session;
    }
}
