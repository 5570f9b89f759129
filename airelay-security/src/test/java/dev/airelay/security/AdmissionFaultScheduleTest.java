package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.AdmissionDecision.Admitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random schedules with faults: loops that end with requests on them, receivers that throw, that ask again at once or end
 * at once, slots closed twice. What must hold anyway: never more inside than slots, one decision for each request,
 * first come first served, and nothing left behind.
 *
 * <p>{@code -Dairelay.fuzz.rounds} and {@code -Dairelay.fuzz.seed} change how many seeds are tried, and from where on.
 */
class AdmissionFaultScheduleTest {
    private static final int STEPS = 2_000;
    private static final int SLOTS = 3;
    private static final int LOOPS = 3;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final ClientAddress CLIENT = new ClientAddress("192.0.2.1", false);

    private final List<FakeLoop> loops = new ArrayList<>();
    private final FakeLoop clock = new FakeLoop(0);
    private Admission admission = admission(1_000_000, 1_000_000);
    private final List<AdmissionTicket> tickets = new ArrayList<>();
    private final List<Slot> inside = new ArrayList<>();
    private final Set<Integer> decided = new HashSet<>();
    private Random random = new Random();
    private int lastId;
    private int faults;

    static LongStream seeds() {
        long first = Long.getLong("airelay.fuzz.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("airelay.fuzz.rounds", 16));
    }

    private Admission admission(int requestsPerMinute, int burst) {
        return new Admission(
                new AdmissionLimits(
                        requestsPerMinute,
                        burst,
                        SLOTS,
                        new AdmissionLimits.Waiting(6, LONGEST),
                        new AdmissionLimits.FailedAuth(Duration.ofMinutes(1), 10_000, Duration.ofMinutes(1)),
                        16),
                clock::nanoTime);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void faultsCostNoAllowance(long seed) {
        admission = admission(300, 4);

        faultsCostNoSlot(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void faultsCostNoSlot(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        Stream.generate(() -> new FakeLoop(0)).limit(LOOPS).forEach(loops::add);
        for (int i = 0; i < STEPS; i++) {
            step();
            AdmissionOverview now = admission.overview();
            assertThat(inside.size()).isLessThanOrEqualTo(now.activeRequests());
            assertThat(now.activeRequests()).isLessThanOrEqualTo(SLOTS);
            assertThat(now.waitingRequests() == 0
                            || now.activeRequests() == SLOTS
                            || admission.standing(CLIENT).allowanceRemaining() < 1)
                    .isTrue();
        }
        assertThat(faults).isPositive();
        assertNothingIsLeft();
    }

    private void step() {
        FakeLoop loop = loops.get(random.nextInt(LOOPS));
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> arrive(loop, random.nextInt(8));
            case 3, 4 -> endOne();
            case 5 -> leaveOne();
            case 6, 7 -> drain(loop);
            case 8 -> pass(Duration.ofMillis(random.nextInt(500)));
            default -> replaceSometimes(loop);
        }
    }

    /** Receivers fail as they may; the caller hears of it. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Fault expected) {
            faults++;
        }
    }

    /** A task that fails does not keep those behind it from running. */
    private void drain(FakeLoop loop) {
        int before;
        do {
            before = faults;
            guarded(loop::runTasks);
        } while (faults > before);
    }

    private void arrive(FakeLoop loop, int behavior) {
        int id = ++lastId;
        guarded(() -> tickets.add(admission.admit(CLIENT, BearerDecision.Allowed::new, loop, decision -> {
            assertThat(decided.add(id)).isTrue();
            if (behavior == 0) {
                throw new Fault();
            } else if (decision instanceof Admitted admitted) {
                enter(admitted.slot(), loop, behavior);
            }
        })));
    }

    private void enter(Slot slot, FakeLoop loop, int behavior) {
        inside.add(slot);
        if (behavior == 1) {
            end(slot);
        } else if (behavior == 2) {
            arrive(loop, 3);
        }
    }

    private void endOne() {
        if (!inside.isEmpty()) {
            end(inside.get(random.nextInt(inside.size())));
        }
    }

    private void leaveOne() {
        if (!tickets.isEmpty()) {
            guarded(tickets.get(random.nextInt(tickets.size()))::leave);
        }
    }

    private void end(Slot slot) {
        inside.remove(slot);
        slot.close();
        slot.close();
    }

    private void pass(Duration time) {
        clock.advance(time);
        loops.forEach(loop -> {
            long until = loop.nanoTime() + time.toNanos();
            while (loop.nanoTime() < until) {
                guarded(() -> loop.advance(Duration.ofNanos(until - loop.nanoTime())));
            }
        });
    }

    /** A loop ends with everything on it, as at a shutdown; its clients are gone. */
    private void replaceSometimes(FakeLoop loop) {
        if (random.nextInt(20) == 0) {
            loop.end();
            drain(loop);
            while (loop.timers() > 0) {
                guarded(() -> loop.advance(LONGEST));
            }
            loops.set(loops.indexOf(loop), new FakeLoop(0));
        }
    }

    private void assertNothingIsLeft() {
        AdmissionOverview left = admission.overview();
        while (left.activeRequests() + left.waitingRequests() > 0) {
            List.copyOf(inside).forEach(this::end);
            pass(Duration.ofMillis(100));
            loops.forEach(this::drain);
            left = admission.overview();
        }
        assertThat(admission.overview().waitingRequests()).isZero();
        assertThat(inside).isEmpty();

        clock.advance(Duration.ofMinutes(3));

        assertThat(admission.overview()).isEqualTo(new AdmissionOverview(0, 0, 0, 0, 0));
    }

    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
