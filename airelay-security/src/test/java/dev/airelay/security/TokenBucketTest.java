package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketTest {
    private static final BigInteger MINUTE = BigInteger.valueOf(60_000_000_000L);

    /** The definition, in numbers that cannot overflow. */
    private static final class Model {
        private final BigInteger rate;
        private final BigInteger capacity;
        private BigInteger units;

        Model(int requestsPerMinute, int burst) {
            rate = BigInteger.valueOf(requestsPerMinute);
            capacity = MINUTE.multiply(BigInteger.valueOf(burst));
            units = capacity;
        }

        void elapse(long nanos) {
            units = units.add(rate.multiply(BigInteger.valueOf(nanos))).min(capacity);
        }

        boolean tryTake() {
            boolean enough = units.compareTo(MINUTE) >= 0;
            units = enough ? units.subtract(MINUTE) : units;
            return enough;
        }

        long nanosUntil(int requests) {
            BigInteger wanted = MINUTE.multiply(BigInteger.valueOf(requests));
            BigInteger[] missing = wanted.subtract(units).max(BigInteger.ZERO).divideAndRemainder(rate);
            return missing[0].longValueExact() + missing[1].signum();
        }
    }

    @ParameterizedTest(name = "{0} a minute, burst {1}")
    @CsvSource({"120, 40", "7, 1", "1, 1000000", "1000000, 1000000", "1000000, 1", "59, 3"})
    void takesExactlyWhatTheDefinitionAllows(int requestsPerMinute, int burst) {
        Random random = new Random(requestsPerMinute * 31L + burst);
        long now = Long.MAX_VALUE - 1_000_000_000L;
        TokenBucket bucket = new TokenBucket(requestsPerMinute, burst, now);
        Model model = new Model(requestsPerMinute, burst);

        for (int i = 0; i < 20_000; i++) {
            long step = random.nextInt(4) == 0 ? random.nextLong(1L << random.nextInt(1, 55)) : 0;
            now += step;
            model.elapse(step);
            int requests = random.nextInt(1, 200);
            assertThat(bucket.nanosUntil(requests, now)).isEqualTo(model.nanosUntil(requests));
            assertThat(bucket.tryTake(now)).isEqualTo(model.tryTake());
        }
    }

    @Test
    void clockThatStepsBackGivesNothing() {
        TokenBucket bucket = new TokenBucket(60, 1, 1_000);
        bucket.tryTake(1_000);

        assertThat(bucket.tryTake(0)).isFalse();
        assertThat(bucket.tryTake(1_000_001_000)).isTrue();
    }
}
