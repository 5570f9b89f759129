package dev.airelay.security;

import dev.airelay.security.AdmissionDecision.Admitted;
import dev.airelay.security.AdmissionDecision.Refused;
import dev.airelay.security.AdmissionDecision.Unauthorized;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides per client address which request proceeds, which waits and which is refused. Safe for concurrent use from any
 * number of event loops; never blocks and never calls a receiver while holding a lock.
 *
 * <p>The order: block, token, queue. A request waits, in the order of arrival, for a slot and for its share of the
 * allowance; one that cannot get the latter in time is refused at once. A refusal costs the address nothing. A wrong token
 * never waits and costs one request of the allowance.
 *
 * <p>Every program on this machine shares the loopback address, so its block stops wrong tokens only: a misconfigured tool
 * does not lock its user out. The right token does not lift the block.
 */
public final class Admission {
    private final AdmissionLimits limits;
    private final LongSupplier nanoTime;
    private final AddressStates states;
    private final BlockedAddresses blocked;
    private final Refusals refusals;

    /**
     * Creates an admission that knows no address yet.
     *
     * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
     */
    public Admission(AdmissionLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.states = new AddressStates(limits, nanoTime);
        this.blocked = new BlockedAddresses(limits.failedAuth().block(), limits.trackedAddresses(), nanoTime);
        this.refusals = new Refusals(limits);
    }

    /**
     * Decides about one request.
     *
     * @param credential whether the request carries the token; called on this thread, at most once, and not if the address
     *     is blocked for every token. Returns allowed if the relay requires no token
     * @param loop where the receiver is called if the request has to wait
     * @param receiver gets the decision exactly once: before this method returns, or later on the loop unless the ticket's
     *     owner leaves first
     * @return the ticket by which the place in the queue is released if the client disconnects
     */
    public AdmissionTicket admit(
            ClientAddress client,
            Supplier<BearerDecision> credential,
            RequestLoop loop,
            Consumer<AdmissionDecision> receiver) {
        AdmissionTicket ticket = new AdmissionTicket(this, client, loop, receiver, nanoTime.getAsLong());
        decide(ticket, credential)
                .ifPresentOrElse(
                        ticket::settle, () -> ticket.waitAtMost(limits.waiting().longest()));
        return ticket;
    }

    private Optional<AdmissionDecision> decide(AdmissionTicket ticket, Supplier<BearerDecision> credential) {
        ClientAddress client = ticket.client();
        if (blocks(client)) {
            return Optional.of(refusals.blocked(blocked.remainingNanos(client)));
        }
        return credential.get() instanceof BearerDecision.Denied denied
                ? Optional.of(states.change(client, state -> turnAway(client, state, denied.reason())))
                : changeQueue(
                        client,
                        state -> state.join(ticket),
                        (state, entered, now) -> enter(ticket, state, entered, now));
    }

    /**
     * Changes the queue of an address, admits the requests whose turn has come, and schedules the next.
     *
     * @param outcome computes the result of the change from the admitted tickets, and may remove its own from that list
     */
    private <T> T changeQueue(ClientAddress client, Consumer<AddressState> change, QueueOutcome<T> outcome) {
        long now = nanoTime.getAsLong();
        QueueChange<T> done = states.change(client, state -> {
            change.accept(state);
            List<AdmissionTicket> entered = state.letIn(now);
            return new QueueChange<>(outcome.of(state, entered, now), entered, state.alarm(now));
        });
        done.entered().forEach(AdmissionTicket::handSlotOver);
        done.alarm().ifPresent(alarm -> alarm.first().wakeIn(alarm.nanos()));
        return done.outcome();
    }

    @FunctionalInterface
    private interface QueueOutcome<T> {
        T of(AddressState state, List<AdmissionTicket> entered, long now);
    }

    private record QueueChange<T>(T outcome, List<AdmissionTicket> entered, Optional<AddressState.Alarm> alarm) {}

    private AdmissionDecision turnAway(ClientAddress client, AddressState state, BearerDecision.Reason reason) {
        long blockedNanos = blocked.remainingNanos(client);
        if (blockedNanos > 0) {
            return refusals.blocked(blockedNanos);
        }
        long now = nanoTime.getAsLong();
        boolean paid = state.bucket.tryTake(now);
        // Counted in any case: a request with the right token would wait, so the refusal below reveals that this one is
        // wrong.
        int attempts = reason == BearerDecision.Reason.NOT_CONFIGURED ? 0 : state.failures.add(now);
        if (attempts >= limits.failedAuth().maxAttempts()) {
            state.failures.clear();
            blocked.block(client, now);
            return new Unauthorized(reason, attempts, limits.failedAuth().block());
        }
        return paid
                ? new Unauthorized(reason, attempts, Duration.ZERO)
                : tooOften(state, state.bucket.nanosUntil(1, now), now);
    }

    /** Empty when the ticket waits. */
    private Optional<AdmissionDecision> enter(
            AdmissionTicket ticket, AddressState state, List<AdmissionTicket> entered, long now) {
        if (entered.remove(ticket)) {
            return Optional.of(new Admitted(slot(ticket.client()), Duration.ZERO));
        }
        boolean noPlace = state.waiting() > limits.waiting().places();
        long tooLong =
                state.nanosForAllWaiting(now) - limits.waiting().longest().toNanos();
        if (!noPlace && tooLong <= 0) {
            return Optional.empty();
        }
        state.leave(ticket);
        return Optional.of(
                noPlace && state.full()
                        ? refusals.tooManyAtOnce(state.nanosUntilReturn(0, now))
                        : tooOften(state, noPlace ? state.bucket.nanosUntil(1, now) : tooLong, now));
    }

    private Refused tooOften(AddressState state, long earliest, long now) {
        return refusals.tooOften(state.nanosUntilReturn(earliest, now));
    }

    Admitted admitted(ClientAddress client, long arrived) {
        return new Admitted(slot(client), Duration.ofNanos(nanoTime.getAsLong() - arrived));
    }

    private Slot slot(ClientAddress client) {
        return new Slot(() -> release(client));
    }

    void release(ClientAddress client) {
        int unused = changeQueue(client, AddressState::freeSlot, (state, entered, now) -> entered.size());
    }

    /** Admits the requests whose turn has come, because the alarm of this ticket has gone off or cannot go off. */
    void awake(AdmissionTicket ticket) {
        int unused =
                changeQueue(ticket.client(), state -> state.silence(ticket), (state, entered, now) -> entered.size());
    }

    /** Removes the ticket from the queue; returns whether it was in it. */
    boolean withdraw(AdmissionTicket ticket) {
        return changeQueue(ticket.client(), state -> {}, (state, entered, now) -> leave(ticket, state));
    }

    private static boolean leave(AdmissionTicket ticket, AddressState state) {
        boolean waited = state.leave(ticket);
        if (waited) {
            ticket.withdrawn();
        }
        return waited;
    }

    /** Refuses a ticket that still waits. */
    Optional<AdmissionDecision> giveUp(AdmissionTicket ticket) {
        return changeQueue(ticket.client(), state -> {}, (state, entered, now) -> {
            if (!leave(ticket, state)) {
                return Optional.empty();
            }
            return Optional.of(
                    state.full()
                            ? refusals.waitedTooLong(state.nanosUntilReturn(0, now))
                            : tooOften(state, state.bucket.nanosUntil(1, now), now));
        });
    }

    /** Whether requests of the address are refused now, with any token. */
    public boolean blocks(ClientAddress client) {
        return !client.loopback() && blocked.remainingNanos(client) > 0;
    }

    /** Returns the state of the address; an unknown one has that of a new one. */
    public ClientStanding standing(ClientAddress client) {
        long now = nanoTime.getAsLong();
        long blockedSeconds = (blocked.remainingNanos(client) + 999_999_999L) / 1_000_000_000L;
        return states.change(
                client,
                state -> new ClientStanding(
                        client.text(),
                        state.bucket.available(now),
                        state.active(),
                        state.waiting(),
                        state.failures.count(now),
                        blockedSeconds));
    }

    /** Statistics over all addresses. */
    public AdmissionOverview overview() {
        long tracked = states.count();
        List<AddressState> busy = states.all().filter(AddressState::busy).toList();
        return new AdmissionOverview(
                tracked,
                blocked.count(),
                (int) busy.stream().filter(state -> state.active() > 0).count(),
                busy.stream().mapToInt(AddressState::active).sum(),
                busy.stream().mapToInt(AddressState::waiting).sum());
    }
}
