package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.JwtClaims;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The known routing of the signed-in account. The first request of an account waits for the look-up, which has a deadline of
 * its own; all others use the known routing. It is looked up again in the background after the session was renewed, and
 * before the next request after the backend could not route one.
 *
 * <p>If the look-up fails without an answer:
 *
 * <ul>
 * <li>a routing that was known before remains in effect, even a constraint that cannot be met;
 * <li>a backend without the route (404) has no constraints, unless it has named some before;
 * <li>an account whose access token names a region is refused, because it must not be used without its constraints;
 * <li>any other account is used as if it were unconstrained, and looked up again with a later request: an outage of this
 * route alone locks nobody out, and the backend itself refuses a constrained workspace.
 * </ul>
 *
 * <p>Safe for concurrent use; never blocks.
 */
final class WorkspaceRoutings {

    /** While the look-up fails, it is not repeated with every request. */
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** While requests are refused because of it, it is repeated sooner. */
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(5);

    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final BiFunction<EventLoop, Credentials, CompletionStage<WorkspaceRouting>> source;
    private final InstantSource clock;
    private volatile @Nullable Entry entry;
    private @Nullable Flight flight;

    /**
     * Creates an object that knows no routing yet.
     *
     * @param source calls the backend; fails with {@link UpstreamException}
     */
    WorkspaceRoutings(
            BiFunction<EventLoop, Credentials, CompletionStage<WorkspaceRouting>> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * Returns the routing of this login's requests.
     *
     * @param loop on which the backend is called, if necessary
     * @return completed on any thread; exceptionally with an {@link UpstreamException} when requests must not be sent
     */
    CompletionStage<WorkspaceRouting> of(Credentials login, EventLoop loop) {
        Entry known = entry;
        if (known == null || !known.isOf(login) || known.doubtful) {
            return ask(login, loop);
        }
        if (isCurrent(known, login)) {
            return known.result;
        }
        CompletionStage<WorkspaceRouting> news = ask(login, loop);
        return known.refused() ? news : known.result;
    }

    private boolean isCurrent(Entry known, Credentials login) {
        boolean due = known.pause != null && hasPassed(known.pause, known.since);
        return !due
                && !known.doubtful
                && known.isOf(login)
                && known.login.accessToken().equals(login.accessToken());
    }

    /** A clock that was set back ends every wait. */
    private boolean hasPassed(Duration wait, Instant since) {
        Duration age = Duration.between(since, clock.instant());
        return age.isNegative() || age.compareTo(wait) >= 0;
    }

    /**
     * Records that the backend could not route a request of this login, so that the next request waits for a new look-up.
     *
     * @param used the routing by which the request went
     * @return false if the backend was called just now, so that there will be no new look-up
     */
    synchronized boolean doubt(Credentials login, WorkspaceRouting used) {
        Entry known = entry;
        if (known == null || !known.isOf(login)) {
            return true;
        }
        if (!known.doubtful && known.known != null && !known.known.equals(used)) {
            // The routing was updated while the request was in transit.
            return true;
        }
        if (!known.doubtful && !hasPassed(SHORT_PAUSE, known.since)) {
            return false;
        }
        entry = known.inDoubt();
        return true;
    }

    private CompletionStage<WorkspaceRouting> ask(Credentials login, EventLoop loop) {
        CompletableFuture<WorkspaceRouting> result = new CompletableFuture<>();
        synchronized (this) {
            if (flight != null && flight.account.equals(login.accountId())) {
                return flight.result;
            }
            // The response to another loop may have arrived since the caller checked.
            Entry landed = entry;
            if (landed != null && isCurrent(landed, login)) {
                return landed.result;
            }
            flight = new Flight(login.accountId(), result);
        }
        CompletableFuture.completedFuture(loop)
                .thenCompose(one -> source.apply(one, login))
                .whenComplete((found, failure) -> {
                    CompletionStage<WorkspaceRouting> settled = settled(login, result, found, failure);
                    settled.whenComplete((routing, refusal) -> {
                        if (routing != null) {
                            result.complete(routing);
                        } else {
                            result.completeExceptionally(unwrapped(refusal));
                        }
                    });
                });
        return result;
    }

    private synchronized CompletionStage<WorkspaceRouting> settled(
            Credentials login,
            CompletableFuture<WorkspaceRouting> asked,
            @Nullable WorkspaceRouting found,
            @Nullable Throwable failure) {
        boolean current = flight != null && flight.result == asked;
        if (current) {
            flight = null;
        }
        Entry next = found == null ? afterFailure(login, unwrapped(failure)) : Entry.of(login, found, clock.instant());
        if (next == null) {
            return CompletableFuture.failedStage(unwrapped(failure));
        }
        if (current) {
            entry = next;
        }
        return next.result;
    }

    /** Returns the routing to use; null for an error of the relay, which must not be cached. */
    private @Nullable Entry afterFailure(Credentials login, Throwable failure) {
        if (!(failure instanceof UpstreamException known)) {
            return null;
        }
        Instant now = clock.instant();
        if (WorkspaceRouting.isRefusal(known.failure())) {
            return Entry.refused(login, known, known, now);
        }
        Entry before = entry != null && entry.isOf(login) ? entry : null;
        if (before != null && before.stated != null) {
            // A stated constraint that cannot be met does not end with an outage.
            return Entry.refused(login, before.stated, before.stated, now);
        }
        WorkspaceRouting heard = before == null ? null : before.known;
        if (known.failure().status() == NOT_FOUND && (heard == null || !heard.constrained())) {
            return Entry.of(login, WorkspaceRouting.FREE, now);
        }
        if (heard != null) {
            return Entry.meanwhile(login, heard, heard, now);
        }
        return JwtClaims.of(login.accessToken()).computeResidency().isPresent()
                ? Entry.refused(login, unavailable(known), null, now)
                : Entry.meanwhile(login, WorkspaceRouting.FREE, null, now);
    }

    private static UpstreamException unavailable(UpstreamException cause) {
        UpstreamFailure failure = UpstreamFailure.server(
                UNAVAILABLE,
                UpstreamFailure.ROUTING_UNAVAILABLE,
                "This ChatGPT workspace is bound to a region, and AIRelay could not find out where its requests belong: "
                        + cause.failure().error().message()
                        + " No request is sent until that is known. Try again soon; if the problem persists, run: airelay"
                        + " doctor");
        return new UpstreamException(
                new UpstreamFailure(failure.kind(), failure.status(), failure.error(), Optional.of(SHORT_PAUSE)));
    }

    private static Throwable unwrapped(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? new IllegalStateException("the source gave neither a value nor a failure") : cause;
    }

    /**
     * The routing that is used for one account.
     *
     * @param login with which it was looked up
     * @param result complete: the routing, or why no request is sent
     * @param known the backend's last answer; null if there was none
     * @param stated the backend's last answer, if requests cannot be sent as it demands; null for any other
     * @param since when the backend was called last
     * @param pause after which to look up again without another reason; null for never
     * @param doubtful whether the backend could not route a request that used this
     */
    private record Entry(
            Credentials login,
            CompletionStage<WorkspaceRouting> result,
            @Nullable WorkspaceRouting known,
            @Nullable UpstreamException stated,
            Instant since,
            @Nullable Duration pause,
            boolean doubtful) {

        static Entry of(Credentials login, WorkspaceRouting found, Instant now) {
            return new Entry(login, CompletableFuture.completedStage(found), found, null, now, null, false);
        }

        /** Returns the routing to use until the backend can be called. */
        static Entry meanwhile(
                Credentials login, WorkspaceRouting used, @Nullable WorkspaceRouting known, Instant now) {
            return new Entry(login, CompletableFuture.completedStage(used), known, null, now, PAUSE, false);
        }

        static Entry refused(
                Credentials login, UpstreamException why, @Nullable UpstreamException stated, Instant now) {
            return new Entry(login, CompletableFuture.failedStage(why), null, stated, now, SHORT_PAUSE, false);
        }

        boolean isOf(Credentials other) {
            return login.accountId().equals(other.accountId());
        }

        boolean refused() {
            return result.toCompletableFuture().isCompletedExceptionally();
        }

        Entry inDoubt() {
            return new Entry(login, result, known, stated, since, pause, true);
        }

        @Override
        public String toString() {
            return "Entry[account=" + login.accountId() + ", known=" + known + "]";
        }
    }

    private record Flight(String account, CompletableFuture<WorkspaceRouting> result) {}
}
