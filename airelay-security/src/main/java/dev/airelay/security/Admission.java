package dev.airelay.security;

import dev.airelay.security.AdmissionDecision.Admitted;
import dev.airelay.security.AdmissionDecision.Unauthorized;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The door: decides per client address which request goes on, which waits and which is refused. Safe for concurrent use
 * from any number of event loops; never blocks and never calls a receiver while it holds a lock.
 *
 * <p>The order: block, token, slot, rate. A refusal costs the address nothing; a wrong token costs one request of the
 * allowance. A request that finds every slot taken waits in the order of arrival.
 *
 * <p>Every program on this machine shares the loopback address, so its block stops wrong tokens only: a misconfigured
 * tool does not lock its user out. The right token does not lift the block.
 */
public final class Admission {
    private final AdmissionLimits limits;
    private final LongSupplier nanoTime;
    private final AddressStates states;
    private final BlockedAddresses blocked;
    private final Refusals refusals;

    /**
     * Nobody is known yet.
     *
     * @param nanoTime a clock that only goes forward, as {@link System#nanoTime()}
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
     * @param credential whether the request carries the token; asked on this thread, at most once, and not when the
     *     address is blocked whatever the token. Allowed when the relay requires none
     * @param loop where the receiver is called if the request has to wait
     * @param receiver gets the decision exactly once: before this method returns, or later on the loop unless the
     *     ticket's owner leaves first
     * @return to give up a place in the queue when the client goes
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
                : states.change(client, state -> enter(ticket, state));
    }

    private AdmissionDecision turnAway(ClientAddress client, AddressState state, BearerDecision.Reason reason) {
        long blockedNanos = blocked.remainingNanos(client);
        if (blockedNanos > 0) {
            return refusals.blocked(blockedNanos);
        }
        long now = nanoTime.getAsLong();
        if (!state.bucket.tryTake(now)) {
            return refusals.tooOften(state.bucket.nanosUntilNext(now));
        }
        if (reason == BearerDecision.Reason.NOT_CONFIGURED) {
            return new Unauthorized(reason, 0, Duration.ZERO);
        }
        int attempts = state.failures.add(now);
        if (attempts < limits.failedAuth().maxAttempts()) {
            return new Unauthorized(reason, attempts, Duration.ZERO);
        }
        state.failures.clear();
        blocked.block(client, now);
        return new Unauthorized(reason, attempts, limits.failedAuth().block());
    }

    /** Empty when the ticket waits. */
    private Optional<AdmissionDecision> enter(AdmissionTicket ticket, AddressState state) {
        boolean full = state.active() >= limits.concurrentRequests();
        if (full && state.waiting() >= limits.waiting().places()) {
            return Optional.of(refusals.tooManyAtOnce());
        }
        long now = nanoTime.getAsLong();
        if (!state.bucket.tryTake(now)) {
            return Optional.of(refusals.tooOften(state.bucket.nanosUntilNext(now)));
        }
        if (full) {
            state.await(ticket);
            return Optional.empty();
        }
        state.takeSlot();
        return Optional.of(new Admitted(slot(ticket.client()), Duration.ZERO));
    }

    Admitted admitted(ClientAddress client, long arrived) {
        return new Admitted(slot(client), Duration.ofNanos(nanoTime.getAsLong() - arrived));
    }

    private Slot slot(ClientAddress client) {
        return new Slot(() -> release(client));
    }

    void release(ClientAddress client) {
        states.change(client, AddressState::passSlot).ifPresent(AdmissionTicket::handSlotOver);
    }

    /** Takes the ticket out of the queue; whether it was in it. */
    boolean withdraw(AdmissionTicket ticket) {
        return states.change(ticket.client(), state -> leave(ticket, state));
    }

    private static boolean leave(AdmissionTicket ticket, AddressState state) {
        boolean waited = state.leave(ticket);
        if (waited) {
            ticket.withdrawn();
        }
        return waited;
    }

    /** Refuses a ticket that still waits. As a refusal costs nothing, its part of the allowance comes back. */
    Optional<AdmissionDecision> giveUp(AdmissionTicket ticket) {
        return states.change(ticket.client(), state -> {
            if (!leave(ticket, state)) {
                return Optional.empty();
            }
            state.bucket.giveBack();
            return Optional.of(refusals.waitedTooLong());
        });
    }

    /** Whether requests of the address are refused now whatever token they carry. */
    public boolean blocks(ClientAddress client) {
        return !client.loopback() && blocked.remainingNanos(client) > 0;
    }

    /** How the address stands; one not known stands like a new one. */
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

    /** Figures over all addresses. */
    public AdmissionOverview overview() {
        long tracked = states.count();
        List<AddressState> busy = states.all().filter(AddressState::busy).toList();
        return new AdmissionOverview(
                tracked,
                blocked.count(),
                busy.size(),
                busy.stream().mapToInt(AddressState::active).sum(),
                busy.stream().mapToInt(AddressState::waiting).sum());
    }
}
