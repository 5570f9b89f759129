package dev.airelay.config;

import java.util.Optional;
import java.util.function.LongFunction;

/** A whole number within a closed range. */
record WholeNumberKind<T extends Number>(long min, long max, LongFunction<T> boxing) implements ValueKind<T> {

    static WholeNumberKind<Integer> ints(int min, int max) {
        return new WholeNumberKind<>(min, max, Math::toIntExact);
    }

    static WholeNumberKind<Long> longs(long min, long max) {
        return new WholeNumberKind<>(min, max, Long::valueOf);
    }

    @Override
    public String allowed() {
        return min + ".." + max;
    }

    @Override
    public boolean allows(T value) {
        return inRange(value.longValue());
    }

    private boolean inRange(long value) {
        return value >= min && value <= max;
    }

    @Override
    public Optional<T> fromText(String text, PathBase base) {
        try {
            return boxed(Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<T> fromToml(Object value, PathBase base) {
        return value instanceof Long number ? boxed(number) : Optional.empty();
    }

    private Optional<T> boxed(long value) {
        return inRange(value) ? Optional.of(boxing.apply(value)) : Optional.empty();
    }

    @Override
    public String toToml(T value) {
        return value.toString();
    }
}
