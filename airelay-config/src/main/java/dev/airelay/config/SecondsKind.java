package dev.airelay.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** A time span written in seconds, with or without a fraction. Finer than a nanosecond is rounded down. */
record SecondsKind(BigDecimal min, BigDecimal max) implements ValueKind<Duration> {

    static SecondsKind of(String min, String max) {
        return new SecondsKind(new BigDecimal(min), new BigDecimal(max));
    }

    @Override
    public String allowed() {
        return min.toPlainString() + ".." + max.toPlainString() + " seconds";
    }

    @Override
    public boolean allows(Duration value) {
        return inRange(seconds(value));
    }

    private boolean inRange(BigDecimal seconds) {
        return seconds.compareTo(min) >= 0 && seconds.compareTo(max) <= 0;
    }

    @Override
    public Optional<Duration> fromText(String text, PathBase base) {
        try {
            return duration(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Duration> fromToml(Object value, PathBase base) {
        if (value instanceof Long whole) {
            return duration(BigDecimal.valueOf(whole));
        }
        return value instanceof Double fraction && Double.isFinite(fraction)
                ? duration(BigDecimal.valueOf(fraction))
                : Optional.empty();
    }

    private Optional<Duration> duration(BigDecimal seconds) {
        // The range comes first: it also keeps a huge exponent from being expanded.
        return inRange(seconds)
                ? Optional.of(Duration.ofNanos(
                        seconds.movePointRight(9).setScale(0, RoundingMode.DOWN).longValueExact()))
                : Optional.empty();
    }

    @Override
    public String toToml(Duration value) {
        return seconds(value).stripTrailingZeros().toPlainString();
    }

    private static BigDecimal seconds(Duration value) {
        return BigDecimal.valueOf(value.getSeconds()).add(BigDecimal.valueOf(value.getNano(), 9));
    }
}
