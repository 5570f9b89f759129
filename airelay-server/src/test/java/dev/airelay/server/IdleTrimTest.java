package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class IdleTrimTest {
    private static final long MIB = 1 << 20;

    private boolean busy;
    private long used = 30 * MIB;
    private long heap = 50 * MIB;
    private int collections;
    private final IdleTrim trim = new IdleTrim(() -> busy, () -> used, () -> heap, () -> {
        collections++;
        used = 20 * MIB;
    });

    private void look(int times) {
        look(times, 80);
    }

    private void look(int times, long heapMib) {
        heap = heapMib * MIB;
        for (int i = 0; i < times; i++) {
            trim.look();
        }
    }

    @Test
    void collectsOnceAfterHalfAMinuteOfRest() {
        look(3);
        assertThat(collections).isZero();

        look(1);
        assertThat(collections).isEqualTo(1);

        look(100);
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void waitsForTheEndOfRequests() {
        busy = true;
        look(20);
        assertThat(collections).isZero();

        busy = false;
        look(3);
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void workBetweenTwoLooksIsNotRest() {
        for (int i = 0; i < 20; i++) {
            used += 2 * MIB;
            look(1);
        }

        assertThat(collections).isZero();
    }

    @Test
    void collectsAgainOnlyAfterMoreWork() {
        look(4);
        used += 7 * MIB;
        look(10);
        assertThat(collections).isEqualTo(1);

        used += 2 * MIB;
        look(4);
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void heapOfTheSizeAtTheStartIsNotCollected() {
        look(100, 50);
        assertThat(collections).isZero();

        look(1, 51);
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void largeHeapIsCollectedAlthoughItBeganAsLarge() {
        heap = 200 * MIB;
        IdleTrim large = new IdleTrim(() -> busy, () -> used, () -> heap, () -> collections++);
        for (int i = 0; i < 4; i++) {
            large.look();
        }

        assertThat(collections).isEqualTo(1);
    }
}
