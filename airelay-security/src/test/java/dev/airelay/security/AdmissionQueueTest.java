package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.security.AdmissionDecision.Admitted;
import dev.airelay.security.AdmissionDecision.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Slots and those who wait for one. */
class AdmissionQueueTest {
    private static final ClientAddress FAR = new ClientAddress("192.0.2.7", false);
    private static final Supplier<BearerDecision> RIGHT = BearerDecision.Allowed::new;

    private final FakeLoop loop = new FakeLoop(0);
    private final Admission admission = new Admission(AdmissionLimits.defaults(), loop::nanoTime);
    private final List<AdmissionDecision> decisions = new ArrayList<>();

    private AdmissionTicket admit() {
        return admission.admit(FAR, RIGHT, loop, decisions::add);
    }

    private List<Slot> fillSlots() {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            admit();
            slots.add(((Admitted) decisions.get(i)).slot());
        }
        return slots;
    }

    @Test
    void ninthRequestWaitsForASlotAndGetsItsWaitingTime() {
        List<Slot> slots = fillSlots();
        admit();
        assertThat(decisions).hasSize(8);
        loop.advance(Duration.ofSeconds(3));

        slots.get(5).close();
        loop.runTasks();

        assertThat(decisions.get(8))
                .isInstanceOfSatisfying(
                        Admitted.class, in -> assertThat(in.waited()).isEqualTo(Duration.ofSeconds(3)));
        assertThat(loop.timers()).isZero();
    }

    @Test
    void requestThatWaitsTooLongIsRefusedAndCostsNothing() {
        fillSlots();
        admit();

        loop.advance(Duration.ofSeconds(30));

        assertThat(decisions.get(8))
                .isEqualTo(new Refused(
                        AdmissionLimit.CONCURRENCY,
                        1,
                        "This address has 8 requests in progress, which is the limit, and none finished within 30 s."
                                + " Try again in 1 s."));
        assertThat(admission.standing(FAR)).isEqualTo(new ClientStanding("192.0.2.7", 40, 8, 0, 0, 0));
    }

    @Test
    void onlySoManyMayWait() {
        AdmissionLimits defaults = AdmissionLimits.defaults();
        AdmissionLimits fast = new AdmissionLimits(10_000, 10_000, 8, defaults.waiting(), defaults.failedAuth(), 16);
        Admission admission = new Admission(fast, loop::nanoTime);
        for (int i = 0; i < 8 + 128; i++) {
            admission.admit(FAR, RIGHT, loop, decisions::add);
        }
        assertThat(decisions).hasSize(8);

        admission.admit(FAR, RIGHT, loop, decisions::add);

        assertThat(decisions.get(8))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.limit()).isEqualTo(AdmissionLimit.CONCURRENCY));
        assertThat(admission.overview()).isEqualTo(new AdmissionOverview(1, 0, 1, 8, 128));
    }

    @Test
    void whoLeavesTheQueueIsSkipped() {
        List<Slot> slots = fillSlots();
        List<String> admitted = new ArrayList<>();
        AdmissionTicket first = admission.admit(FAR, RIGHT, loop, decision -> admitted.add("first"));
        admission.admit(FAR, RIGHT, loop, decision -> admitted.add("second"));

        first.leave();
        slots.get(0).close();
        loop.runTasks();

        assertThat(admitted).containsExactly("second");
        assertThat(loop.timers()).isZero();
    }

    @Test
    void whoLeavesBetweenGrantAndDeliveryPassesTheSlotOn() {
        List<Slot> slots = fillSlots();
        List<String> admitted = new ArrayList<>();
        AdmissionTicket first = admission.admit(FAR, RIGHT, loop, decision -> admitted.add("first"));
        admission.admit(FAR, RIGHT, loop, decision -> admitted.add("second"));

        slots.get(0).close();
        first.leave();
        first.leave();
        loop.runTasks();

        assertThat(admitted).containsExactly("second");
        assertThat(admission.standing(FAR).activeRequests()).isEqualTo(8);
    }

    @Test
    void closingASlotTwiceFreesOne() {
        List<Slot> slots = fillSlots();

        slots.get(0).close();
        slots.get(0).close();

        assertThat(admission.standing(FAR).activeRequests()).isEqualTo(7);
    }

    @Test
    void leavingAfterTheDecisionLeavesTheSlotToItsReceiver() {
        AdmissionTicket ticket = admit();

        ticket.leave();

        assertThat(admission.standing(FAR).activeRequests()).isEqualTo(1);
    }

    @Test
    void loopThatHasEndedKeepsNoSlot() {
        List<Slot> slots = fillSlots();
        FakeLoop other = new FakeLoop(0);
        admission.admit(FAR, RIGHT, other, decisions::add);
        other.end();

        slots.get(0).close();
        admission.admit(FAR, RIGHT, loop, decisions::add);
        admission.admit(FAR, RIGHT, other, decisions::add);

        assertThat(admission.standing(FAR)).isEqualTo(new ClientStanding("192.0.2.7", 30, 8, 0, 0, 0));
        assertThat(decisions.get(9)).isInstanceOf(Refused.class);
    }

    @Test
    void receiverThatFailsHasNotTakenTheSlot() {
        assertThatThrownBy(() -> admission.admit(FAR, RIGHT, loop, decision -> {
                    throw new IllegalStateException("receiver");
                }))
                .hasMessage("receiver");

        assertThat(admission.standing(FAR).activeRequests()).isZero();
    }
}
