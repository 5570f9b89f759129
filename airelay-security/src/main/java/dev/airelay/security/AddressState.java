package dev.airelay.security;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * What is known of one address. Not thread-safe: {@link AddressStates} lets one thread at a time see it.
 *
 * <p>Invariant: somebody waits only while every slot is taken, so a slot goes from one request to the next in the order
 * of their arrival and a newcomer never overtakes.
 */
final class AddressState {
    final TokenBucket bucket;
    final FailedAttempts failures;
    private final Queue<AdmissionTicket> waiting = new ArrayDeque<>(2);
    private int active;

    AddressState(TokenBucket bucket, FailedAttempts failures) {
        this.bucket = bucket;
        this.failures = failures;
    }

    /** Whether it must be remembered because requests depend on it. */
    boolean busy() {
        return active > 0;
    }

    int active() {
        return active;
    }

    int waiting() {
        return waiting.size();
    }

    void takeSlot() {
        active++;
    }

    void await(AdmissionTicket ticket) {
        waiting.add(ticket);
    }

    /** Whether the ticket still waited. */
    boolean leave(AdmissionTicket ticket) {
        return waiting.remove(ticket);
    }

    /** Passes a slot on to the next that waits; frees it and returns empty when nobody does. */
    Optional<AdmissionTicket> passSlot() {
        Optional<AdmissionTicket> next = Optional.ofNullable(waiting.poll());
        next.ifPresentOrElse(AdmissionTicket::grant, () -> active--);
        return next;
    }
}
