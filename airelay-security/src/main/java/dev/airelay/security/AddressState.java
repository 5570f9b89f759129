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
 * <p>Requests are admitted in the order of their arrival: the first in the queue as soon as there are both a free slot and
 * enough allowance, and a new request only if none waits.
 */
final class AddressState {
    /** SDKs honor a Retry-After of up to a minute and use a short wait of their own instead of a longer one. */
    private static final long LONGEST_SPREAD = 60_000_000_000L;

    final TokenBucket bucket;
    final FailedAttempts failures;
    private final int slots;
    private final Deque<AdmissionTicket> waiting = new ArrayDeque<>(2);
    private @Nullable AdmissionTicket alarmed;
    private long lastReturn;
    private int active;

    /**
     * The state of a new address.
     *
     * @param now the current time; all times here are nanoseconds of one monotonic clock
     */
    AddressState(AdmissionLimits limits, long now) {
        bucket = new TokenBucket(limits.requestsPerMinute(), limits.burst(), now);
        failures = new FailedAttempts(limits.failedAuth().window().toNanos());
        slots = limits.concurrentRequests();
        lastReturn = now - bucket.nanosPerRequest();
    }

    /** Whether it must be retained because requests depend on it. */
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

    /** Removes the ticket from the queue; returns whether it was still waiting. */
    boolean leave(AdmissionTicket ticket) {
        silence(ticket);
        return waiting.remove(ticket);
    }

    /** Removes the tickets whose turn has come from the queue and returns them; each holds a slot from now on. */
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

    /** How long the last in the queue waits for the allowance; waiting for a slot may take longer. */
    long nanosForAllWaiting(long now) {
        return bucket.nanosUntil(waiting.size(), now);
    }

    /**
     * The alarm to set for the first in the queue if it waits for the allowance only; empty if none waits or the alarm is
     * already set.
     */
    Optional<Alarm> alarm(long now) {
        AdmissionTicket first = waiting.peekFirst();
        if (first == null || full() || first.equals(alarmed)) {
            return Optional.empty();
        }
        alarmed = first;
        return Optional.of(new Alarm(first, bucket.nanosUntil(1, now)));
    }

    /** Records that the alarm of this ticket has gone off or will not go off. */
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
     * Returns the nanoseconds after which a refused request should be retried. Requests refused together are spread by the
     * rate limit, so that they do not collide again.
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
