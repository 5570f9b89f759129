package dev.airelay.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class ByteScanTest {

    private interface Scan {
        int find(byte[] bytes, int from, int to);
    }

    @Test
    void findsWhatEndsThePlainPartOfAString() {
        findsTheFirst(ByteScan::plainEnd, b -> b == '"' || b == '\\' || (b >= 0 && b < ' '));
    }

    @Test
    void findsWhatMayEndALine() {
        findsTheFirst(ByteScan::lineEnd, b -> b >= 0 && b <= '\r');
    }

    @Test
    void findsWhatIsNotAscii() {
        findsTheFirst(ByteScan::asciiEnd, b -> b < 0);
    }

    /** Every byte at every place among others of every kind, and texts of all lengths around eight. */
    private static void findsTheFirst(Scan scan, IntPredicate wanted) {
        Random random = new Random(11);
        byte[] bytes = new byte[40];
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
            for (int at = 0; at < bytes.length; at++) {
                random.nextBytes(bytes);
                bytes[at] = (byte) value;
                int from = random.nextInt(bytes.length);
                int to = from + random.nextInt(bytes.length - from + 1);
                assertFinds(scan, wanted, bytes, from, to);
                fillWithPlain(bytes, wanted);
                bytes[at] = (byte) value;
                assertFinds(scan, wanted, bytes, from, to);
            }
        }
    }

    private static void fillWithPlain(byte[] bytes, IntPredicate wanted) {
        for (int i = 0; i < bytes.length; i++) {
            while (wanted.test(bytes[i])) {
                bytes[i] += 1;
            }
        }
    }

    private static void assertFinds(Scan scan, IntPredicate wanted, byte[] bytes, int from, int to) {
        int first = from;
        while (first < to && !wanted.test(bytes[first])) {
            first++;
        }
        assertThat(scan.find(bytes, from, to))
                .as("%s from %d to %d", bytes, from, to)
                .isEqualTo(first);
    }
}
