package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final int MIB = 1 << 20;

    private final MemoryBudget budget = new MemoryBudget(MIB);

    @Test
    void staysWithinAQuarterOfTheHeapAndHalfOfTheDirectMemory() {
        assertThat(MemoryBudget.within(1L << 30, 512L * MIB, 512L * MIB).largest())
                .as("a 512 MiB heap")
                .isEqualTo(128L * MIB - 16L * MIB);
        assertThat(MemoryBudget.within(1L << 30, 512L * MIB, 64L * MIB).largest())
                .as("little direct memory")
                .isEqualTo(28L * MIB);
        assertThat(MemoryBudget.within(MIB, 512L * MIB, 512L * MIB).largest())
                .as("as configured")
                .isEqualTo(MIB - MIB / 8);
    }

    @Test
    void sparesTheLastEighthForThoseWhoHoldLittle() {
        assertThat(budget.take(MIB - MIB / 8, MIB - MIB / 8)).isTrue();

        assertThat(budget.take(1, 100_000)).as("a large holder").isFalse();
        assertThat(budget.take(1000, 1000)).as("a small holder").isTrue();
        assertThat(budget.room()).isZero();

        budget.give(MIB - MIB / 8);
        assertThat(budget.taken()).isEqualTo(1000);
        assertThat(budget.room()).isEqualTo(MIB - MIB / 8 - 1000);
    }

    @Test
    void refusesWhatDoesNotFitAndTakesNothingOfIt() {
        assertThat(budget.take(2 * MIB, 2 * MIB)).isFalse();

        assertThat(budget.taken()).isZero();
    }

    /** A holder that is refused may be suspended at any point of it: meanwhile the others must find their room. */
    @Test
    void refusalTakesNoRoomFromOthersMeanwhile() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger granted = new AtomicInteger();
        Thread large = new Thread(() -> {
            while (!done.get()) {
                granted.addAndGet(budget.take(MIB, MIB) ? 1 : 0);
            }
        });
        large.setDaemon(true);
        large.start();
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            if (budget.take(1000, 1000)) {
                budget.give(1000);
            } else {
                refused++;
            }
        }
        done.set(true);
        large.join();

        assertThat(refused).as("small holders refused").isZero();
        assertThat(granted).as("more than there is").hasValue(0);
    }

    @Test
    void coarseShareCountsInStepsAndGivesBackWhatItNoLongerHolds() {
        MemoryShare share = MemoryShare.coarse(budget);

        assertThat(share.hold(16 * 1024 - 1)).isTrue();
        assertThat(budget.taken()).as("less than a step").isZero();
        assertThat(share.hold(16 * 1024 + 1)).isTrue();
        assertThat(budget.taken()).isEqualTo(32 * 1024);
        assertThat(share.hold(20_000)).isTrue();
        assertThat(budget.taken()).as("within what is reserved").isEqualTo(32 * 1024);
        assertThat(share.hold(100)).isTrue();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void shareThatFindsNoRoomKeepsWhatItHad() {
        MemoryShare share = MemoryShare.coarse(budget);
        assertThat(share.hold(100_000)).isTrue();
        long before = budget.taken();
        budget.charge(MIB);

        assertThat(share.hold(200_000)).isFalse();
        assertThat(budget.taken()).isEqualTo(before + MIB);
        share.charge(200_000);
        assertThat(budget.taken()).as("what is there already").isGreaterThanOrEqualTo(200_000 + MIB);

        share.release();
        assertThat(budget.taken()).isEqualTo(MIB);
    }

    @Test
    void releasedShareTakesNothingAnyMore() {
        MemoryShare share = MemoryShare.exact(budget);
        assertThat(share.add(10)).isTrue();
        share.chargeMore(5);
        assertThat(budget.taken()).isEqualTo(15);

        share.release();

        assertThat(share.add(10)).isFalse();
        share.charge(10);
        assertThatThrownBy(() -> share.require(10)).isInstanceOf(MemoryShare.NoRoomException.class);
        share.release();
        assertThat(budget.taken()).isZero();
    }
}
