package dev.airelay.security;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of one address. Not thread-safe: {@link AddressStates} lets one thread at a time see it.
 *
 * <p>Requests enter in the order of their arrival: the first in the queue as soon as there are both a free slot and a
 * request in the allowance, and a newcomer only when nobody waits.
 */
final class AddressState {
    /** SDKs follow a Retry-After of up to a minute and use a short wait of their own instead of a longer one. */
    private static final long LONGEST_SPREAD = 60_000_000_000L;

    final TokenBucket bucket;
    final FailedAttempts failures;
    private final int slots;
    private final Deque<AdmissionTicket> waiting = new ArrayDeque<>(2);
    private @Nullable AdmissionTicket alarmed;
    private long lastReturn;
    private int active;

    /**
     * The state of an address not seen before.
     *
     * @param now the current time, as all times here in nanoseconds of one clock that only goes forward
     */
    AddressState(AdmissionLimits limits, long now) {
        bucket = new TokenBucket(limits.requestsPerMinute(), limits.burst(), now);
        failures = new FailedAttempts(limits.failedAuth().window().toNanos());
        slots = limits.concurrentRequests();
        lastReturn = now - bucket.nanosPerRequest();
    }

    /** Whether it must be remembered because requests depend on it. */
    boolean busy() {
        return active > 0 || !waiting.isEmpty();
    }

    /** Whether every slot is taken. */
    boolean full() {
        return active >= slots;
    }

    int active() {
        return active;
    }

    int waiting() {
        return waiting.size();
    }

    void freeSlot() {
        active--;
    }

    void join(AdmissionTicket ticket) {
        waiting.addLast(ticket);
    }

    /** Whether the ticket still waited. */
    boolean leave(AdmissionTicket ticket) {
        silence(ticket);
        return waiting.remove(ticket);
    }

    /** Takes those whose turn has come out of the queue and returns them; each holds a slot from now on. */
    List<AdmissionTicket> letIn(long now) {
        List<AdmissionTicket> entered = new ArrayList<>(1);
        while (!waiting.isEmpty() && !full() && bucket.tryTake(now)) {
            AdmissionTicket first = waiting.removeFirst();
            silence(first);
            first.grant();
            active++;
            entered.add(first);
        }
        return entered;
    }

    /** How long the allowance makes the last in the queue wait; the slots may make it longer. */
    long nanosForAllWaiting(long now) {
        return bucket.nanosUntil(waiting.size(), now);
    }

    /**
     * The alarm to set for the first in the queue, which waits for the allowance alone; empty when nobody does or when its
     * alarm is set.
     */
    Optional<Alarm> alarm(long now) {
        AdmissionTicket first = waiting.peekFirst();
        if (first == null || full() || first.equals(alarmed)) {
            return Optional.empty();
        }
        alarmed = first;
        return Optional.of(new Alarm(first, bucket.nanosUntil(1, now)));
    }

    /** The alarm of this ticket has rung or will not ring. */
    void silence(AdmissionTicket ticket) {
        if (ticket.equals(alarmed)) {
            alarmed = null;
        }
    }

    /**
     * When to wake the first in the queue.
     *
     * @param nanos from now
     */
    record Alarm(AdmissionTicket first, long nanos) {}

    /**
     * Returns in how many nanoseconds a refused request should come back. Those refused together get times as far
     * apart as the rate wants them, so that they do not collide again.
     *
     * @param earliest before which no attempt can succeed
     */
    long nanosUntilReturn(long earliest, long now) {
        long afterTheLast = lastReturn + bucket.nanosPerRequest() - now;
        long wait = afterTheLast > LONGEST_SPREAD ? earliest : Math.max(earliest, afterTheLast);
        lastReturn = now + wait;
        return wait;
    }
}
