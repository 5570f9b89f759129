package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.AdmissionDecision.Admitted;
import dev.airelay.security.AdmissionDecision.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Requests over the burst, at 120 a minute: a second lets in two. */
class AdmissionRateTest {
    private static final ClientAddress CLIENT = new ClientAddress("127.0.0.1", true);
    private static final Supplier<BearerDecision> RIGHT = BearerDecision.Allowed::new;
    private static final Duration PER_REQUEST = Duration.ofMillis(500);

    private final FakeLoop loop = new FakeLoop(Long.MAX_VALUE - 5_000_000_000L);
    private final Admission admission = new Admission(AdmissionLimits.defaults(), loop::nanoTime);
    private final List<Integer> entered = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    /** A request whose answer takes no time. */
    private AdmissionTicket arrive(int number) {
        return admission.admit(CLIENT, RIGHT, loop, decision -> {
            if (decision instanceof Admitted admitted) {
                entered.add(number);
                admitted.slot().close();
            } else {
                refused.add((Refused) decision);
            }
        });
    }

    private void arrive(int from, int to) {
        for (int number = from; number < to; number++) {
            arrive(number);
        }
    }

    private void pass(Duration time) {
        loop.advance(time);
        loop.runTasks();
    }

    @Test
    void requestsOverTheBurstEnterOneByOneAtTheRate() {
        arrive(0, 60);
        assertThat(entered).hasSize(40);

        for (int number = 40; number < 60; number++) {
            pass(PER_REQUEST.minusNanos(1));
            assertThat(entered).hasSize(number);
            pass(Duration.ofNanos(1));
            assertThat(entered).hasSize(number + 1).last().isEqualTo(number);
        }

        assertThat(refused).isEmpty();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void hundredRequestsAtOnceAllEnterWithinTheDefaultQueueTime() {
        arrive(0, 100);

        for (int i = 0; i < 60; i++) {
            pass(PER_REQUEST);
        }

        assertThat(entered).hasSize(100).isSorted();
        assertThat(refused).isEmpty();
    }

    @Test
    void requestThatCannotEnterInTimeIsRefusedAtOnce() {
        arrive(0, 101);

        assertThat(admission.standing(CLIENT).waitingRequests()).isEqualTo(60);
        assertThat(refused)
                .containsExactly(new Refused(
                        AdmissionLimit.RATE,
                        1,
                        "This address may send 120 requests per minute, 40 of them at once. Try again in 1 s."));
    }

    @Test
    void requestsRefusedTogetherReturnAtTheRate() {
        arrive(0, 100 + 60);

        assertThat(refused).hasSize(60);
        for (int i = 0; i < 60; i++) {
            assertThat(refused.get(i).retryAfterSeconds()).isEqualTo(i / 2 + 1);
        }
    }

    @Test
    void retryAfterIsAtMostAMinute() {
        arrive(0, 100 + 1_000);

        assertThat(refused).hasSize(1_000);
        assertThat(refused).extracting(Refused::retryAfterSeconds).allMatch(seconds -> seconds >= 1 && seconds <= 60);
        for (long second = 1; second <= 60; second++) {
            assertThat(refused).extracting(Refused::retryAfterSeconds).contains(second);
        }
    }

    @Test
    void refusalLongAfterAnotherGetsTheShortestTime() {
        arrive(0, 100 + 30);
        pass(Duration.ofSeconds(60));
        refused.clear();

        arrive(0, 101);

        assertThat(refused).extracting(Refused::retryAfterSeconds).containsExactly(1L);
    }

    @Test
    void newcomerDoesNotOvertakeThoseThatWait() {
        arrive(0, 42);

        pass(PER_REQUEST);
        arrive(42);
        pass(PER_REQUEST);
        pass(PER_REQUEST);

        assertThat(entered).hasSize(43).isSorted();
    }

    @Test
    void requestThatLeavesCostsNothingAndTheNextTakesItsTurn() {
        arrive(0, 40);
        AdmissionTicket first = arrive(40);
        arrive(41);

        first.leave();
        pass(PER_REQUEST);

        assertThat(entered).hasSize(41).last().isEqualTo(41);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void endedLoopDelaysNoRequest() {
        arrive(0, 40);
        FakeLoop ended = new FakeLoop(0);
        admission.admit(CLIENT, RIGHT, ended, decision -> {});
        arrive(41);
        ended.end();

        arrive(42);
        pass(PER_REQUEST.multipliedBy(3));
        arrive(43);
        pass(PER_REQUEST.multipliedBy(3));

        assertThat(entered).contains(41, 42, 43);
        assertThat(admission.standing(CLIENT).activeRequests()).isZero();
        assertThat(admission.standing(CLIENT).waitingRequests()).isZero();
    }

    @Test
    void addressWithRequestsThatOnlyWaitIsNotForgotten() {
        AdmissionLimits defaults = AdmissionLimits.defaults();
        AdmissionLimits slow = new AdmissionLimits(
                1,
                1,
                1,
                new AdmissionLimits.Waiting(10, Duration.ofHours(1)),
                new AdmissionLimits.FailedAuth(Duration.ofSeconds(1), 8, Duration.ofSeconds(1)),
                defaults.trackedAddresses());
        Admission patient = new Admission(slow, loop::nanoTime);
        List<AdmissionDecision> decisions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            patient.admit(CLIENT, RIGHT, loop, decision -> {
                decisions.add(decision);
                ((Admitted) decision).slot().close();
            });
        }

        pass(Duration.ofSeconds(179));

        assertThat(decisions).hasSize(3);
        assertThat(patient.standing(CLIENT).waitingRequests()).isEqualTo(1);
    }
}
