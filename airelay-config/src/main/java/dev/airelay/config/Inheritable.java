package dev.airelay.config;

import java.util.Optional;

/**
 * A setting that can come from environment variables shared by many programs, can be turned off, or can have a value for
 * AIRelay only.
 *
 * @param <T> the type of the value
 * @param mode origin of the value
 * @param value present exactly if the mode is {@link Mode#GIVEN}
 */
public record Inheritable<T>(Mode mode, Optional<T> value) {

    /** The origin of the value. */
    public enum Mode {
        /** The common environment variables. */
        ENVIRONMENT,
        /** There is no value, even if the environment has one. */
        NONE,
        /** The value set for AIRelay. */
        GIVEN
    }

    /** Checks that there is a value exactly if the mode is {@link Mode#GIVEN}. */
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
