package dev.airelay.server;

import java.util.Random;
import java.util.stream.LongStream;

/**
 * How long a random test runs and where it begins: by default briefly and at the same place. The properties
 * {@code airelay.fuzz.rounds} and {@code airelay.fuzz.seed} change that; a seed of 0 begins anywhere.
 *
 * @param seed of the first round; every round has its own, the next number
 * @param rounds how many
 */
record FuzzRun(long seed, int rounds) {

    static FuzzRun configured(int rounds) {
        long seed = Long.getLong("airelay.fuzz.seed", 1);
        return new FuzzRun(
                seed == 0 ? new Random().nextInt(1_000_000_000) : seed,
                Integer.getInteger("airelay.fuzz.rounds", rounds));
    }

    LongStream seeds() {
        return LongStream.range(seed, seed + rounds);
    }

    /** The random numbers of one round. Neighboring seeds alone would make similar ones. */
    static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** How to see a round again. */
    static String again(long seed) {
        return "again with -Dairelay.fuzz.rounds=1 -Dairelay.fuzz.seed=" + seed;
    }
}
