package dev.airelay.traffic.record;

import java.time.Instant;

/**
 * Instants as {@link Instant#toString()} writes them. The part before the fraction is formatted once a second: a date takes
 * longer to write than the rest of a short record. Not thread-safe.
 */
final class InstantText {
    private static final int NANO_DIGITS = 9;

    private final StringBuilder text = new StringBuilder();
    private long second = Long.MIN_VALUE;
    private int wholeSeconds;

    String of(Instant instant) {
        if (instant.getEpochSecond() != second) {
            second = instant.getEpochSecond();
            text.setLength(0);
            text.append(Instant.ofEpochSecond(second));
            // Without the Z.
            wholeSeconds = text.length() - 1;
        }
        text.setLength(wholeSeconds);
        int nanos = instant.getNano();
        if (nanos > 0) {
            fraction(nanos);
        }
        return text.append('Z').toString();
    }

    /** Three, six or nine digits. */
    private void fraction(int nanos) {
        int digits = nanos % 1_000 > 0 ? NANO_DIGITS : nanos % 1_000_000 > 0 ? 6 : 3;
        text.append('.');
        int unit = 100_000_000;
        for (int i = 0; i < digits; i++) {
            text.append((char) ('0' + nanos / unit % 10));
            unit /= 10;
        }
    }
}
