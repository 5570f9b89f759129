package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The remembered state of addresses, and how long it is kept. */
class AdmissionStateTest {
    private static final Supplier<BearerDecision> RIGHT = BearerDecision.Allowed::new;
    private static final Supplier<BearerDecision> WRONG = () -> new BearerDecision.Denied(BearerDecision.Reason.WRONG);
    private static final int TRACKED = 16;

    private final FakeLoop loop = new FakeLoop(0);
    private final AdmissionLimits defaults = AdmissionLimits.defaults();
    private final Admission admission = new Admission(
            new AdmissionLimits(120, 40, 8, defaults.waiting(), defaults.failedAuth(), TRACKED), loop::nanoTime);
    private final List<AdmissionDecision> decisions = new ArrayList<>();

    private static ClientAddress client(int number) {
        return new ClientAddress("client-" + number, false);
    }

    private void flood() {
        for (int i = 0; i < 100_000; i++) {
            admission.admit(client(i), WRONG, loop, decision -> {});
        }
    }

    @Test
    void floodOfAddressesIsNotRemembered() {
        flood();

        assertThat(admission.overview().trackedClients()).isLessThanOrEqualTo(TRACKED);
    }

    @Test
    void floodDoesNotLiftABlock() {
        ClientAddress blocked = new ClientAddress("blocked", false);
        for (int i = 0; i < 8; i++) {
            admission.admit(blocked, WRONG, loop, decisions::add);
        }

        flood();

        assertThat(admission.standing(blocked).blockedForSeconds()).isEqualTo(900);
    }

    @Test
    void floodDoesNotFreeTheSlotsInUse() {
        ClientAddress busy = new ClientAddress("busy", false);
        for (int i = 0; i < 8; i++) {
            admission.admit(busy, RIGHT, loop, decisions::add);
        }

        flood();
        loop.advance(Duration.ofDays(2));

        assertThat(admission.standing(busy).activeRequests()).isEqualTo(8);
        assertThat(admission.overview().activeRequests()).isEqualTo(8);
    }

    @Test
    void idleAddressIsForgottenOnceItStandsLikeANewOne() {
        admission.admit(client(1), WRONG, loop, decisions::add);
        loop.advance(Duration.ofSeconds(299));
        assertThat(admission.overview().trackedClients()).isEqualTo(1);

        loop.advance(Duration.ofSeconds(2));

        assertThat(admission.overview().trackedClients()).isZero();
    }

    @Test
    void numberOfBlockedAddressesIsBounded() {
        for (int i = 0; i < 100; i++) {
            for (int attempt = 0; attempt < 8; attempt++) {
                admission.admit(client(i), WRONG, loop, decisions::add);
            }
        }

        assertThat(admission.overview().blockedClients()).isEqualTo(TRACKED);
    }

    @Test
    void limitOutOfRangeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdmissionLimits(120, 0, 8, defaults.waiting(), defaults.failedAuth(), 16))
                .withMessage("burst must be 1 to 1000000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdmissionLimits.Waiting(1, Duration.ZERO))
                .withMessage("waiting.longest must be above 0 and at most PT1H, was PT0S");
    }
}
