package dev.airelay.config;

import java.util.Optional;

/**
 * A setting that programs commonly take from environment variables of their own: from there, nothing at all, or a value
 * given to AIRelay alone.
 *
 * @param <T> the type of the value
 * @param mode where the value comes from
 * @param value present exactly when it is given
 */
public record Inheritable<T>(Mode mode, Optional<T> value) {

    /** Where the value comes from. */
    public enum Mode {
        /** The common environment variables. */
        ENVIRONMENT,
        /** There is no value, even if the environment has one. */
        NONE,
        /** The value given. */
        GIVEN
    }

    /** Checks that there is a value exactly when it is given. */
    public Inheritable {
        if (value.isPresent() != (mode == Mode.GIVEN)) {
            throw new IllegalArgumentException("value must be present exactly when mode is GIVEN, mode was " + mode);
        }
    }

    static <T> Inheritable<T> given(T value) {
        return new Inheritable<>(Mode.GIVEN, Optional.of(value));
    }

    static <T> Inheritable<T> without(Mode mode) {
        return new Inheritable<>(mode, Optional.empty());
    }
}
