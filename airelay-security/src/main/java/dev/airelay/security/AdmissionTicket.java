package dev.airelay.security;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The state of a request in admission. Safe for concurrent use; never blocks.
 *
 * <pre>
 *                    grant                 the loop hands the slot over
 *   WAITING ------------------> GRANTED ---------------------------------> SETTLED
 *      |                           |                                          ^
 *      +--- leaves, or time is up -+--- leaves: the slot goes to the next ----+
 * </pre>
 *
 * A ticket is in its address's queue exactly while it is WAITING.
 */
public final class AdmissionTicket {
    private enum Phase {
        WAITING,
        GRANTED,
        SETTLED
    }

    private final Admission admission;
    private final ClientAddress client;
    private final RequestLoop loop;
    private final Consumer<AdmissionDecision> receiver;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private final long arrived;
    private volatile Runnable deadline = AdmissionTicket::noTimer;
    private volatile Runnable alarm = AdmissionTicket::noTimer;

    AdmissionTicket(
            Admission admission,
            ClientAddress client,
            RequestLoop loop,
            Consumer<AdmissionDecision> receiver,
            long arrived) {
        this.admission = admission;
        this.client = client;
        this.loop = loop;
        this.receiver = receiver;
        this.arrived = arrived;
    }

    /**
     * Releases the place in the queue because the client has disconnected. A pending decision is then never delivered, and
     * no slot is held. Does nothing after the decision: its receiver must then close the slot.
     */
    public void leave() {
        if (phase.get() == Phase.SETTLED) {
            return;
        }
        stopTimers();
        if (admission.withdraw(this) || !phase.compareAndSet(Phase.GRANTED, Phase.SETTLED)) {
            return;
        }
        admission.release(client);
    }

    private static void noTimer() {}

    private void stopTimers() {
        deadline.run();
        alarm.run();
    }

    ClientAddress client() {
        return client;
    }

    /** Called by the thread that has just removed the ticket from the queue to give it a slot. */
    void grant() {
        phase.set(Phase.GRANTED);
    }

    /** Called by the thread that has just removed the ticket from the queue without a slot. */
    void withdrawn() {
        phase.set(Phase.SETTLED);
    }

    /** Called once the ticket is in the queue; it may have been granted since. */
    void waitAtMost(Duration longest) {
        try {
            deadline = loop.schedule(this::timeIsUp, longest);
        } catch (RejectedExecutionException loopHasEnded) {
            timeIsUp();
        }
        if (phase.get() != Phase.WAITING) {
            deadline.run();
        }
    }

    private void timeIsUp() {
        alarm.run();
        admission.giveUp(this).ifPresent(receiver);
    }

    /** Called while the ticket is the first in the queue, once no lock is held; it may have been granted since. */
    void wakeIn(long nanos) {
        try {
            alarm = loop.schedule(() -> admission.awake(this), Duration.ofNanos(nanos));
        } catch (RejectedExecutionException loopHasEnded) {
            leave();
        }
        if (phase.get() != Phase.WAITING) {
            alarm.run();
        }
    }

    void settle(AdmissionDecision decision) {
        phase.set(Phase.SETTLED);
        handOver(decision);
    }

    /** Called after {@link #grant()}, once no lock is held. */
    void handSlotOver() {
        stopTimers();
        try {
            loop.execute(() -> {
                if (phase.compareAndSet(Phase.GRANTED, Phase.SETTLED)) {
                    handOver(admission.admitted(client, arrived));
                }
            });
        } catch (RejectedExecutionException loopHasEnded) {
            leave();
        }
    }

    /** A receiver that throws has not taken the slot. */
    private void handOver(AdmissionDecision decision) {
        boolean taken = false;
        try {
            receiver.accept(decision);
            taken = true;
        } finally {
            if (!taken && decision instanceof AdmissionDecision.Admitted admitted) {
                admitted.slot().close();
            }
        }
    }
}
