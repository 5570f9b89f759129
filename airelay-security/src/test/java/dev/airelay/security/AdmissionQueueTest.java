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
    void theNinthRequestWaitsForASlotAndIsToldHowLongItWaited() {
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
    void whoWaitsTooLongIsRefusedAndGetsItsAllowanceBack() {
        fillSlots();
        admit();
        double before = admission.standing(FAR).allowanceRemaining();

        loop.advance(Duration.ofSeconds(10));

        assertThat(decisions.get(8))
                .isEqualTo(new Refused(
                        AdmissionLimit.CONCURRENCY,
                        1,
                        "This address has 8 requests in progress, which is the limit, and none finished within 10 s."
                                + " Try again in 1 s."));
        assertThat(admission.standing(FAR))
                .isEqualTo(new ClientStanding("192.0.2.7", Math.min(40, before + 21), 8, 0, 0, 0));
    }

    @Test
    void onlySoManyMayWait() {
        fillSlots();
        for (int i = 0; i < 16; i++) {
            admit();
        }

        admit();

        assertThat(decisions.get(8))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.limit()).isEqualTo(AdmissionLimit.CONCURRENCY));
        assertThat(admission.overview()).isEqualTo(new AdmissionOverview(1, 0, 1, 8, 16));
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
    void aLoopThatHasEndedKeepsNoSlot() {
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
    void aReceiverThatFailsHasNotTakenTheSlot() {
        assertThatThrownBy(() -> admission.admit(FAR, RIGHT, loop, decision -> {
                    throw new IllegalStateException("receiver");
                }))
                .hasMessage("receiver");

        assertThat(admission.standing(FAR).activeRequests()).isZero();
    }
}
