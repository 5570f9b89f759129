package dev.airelay.config;

import java.util.Optional;

/**
 * How one kind of setting is read, checked and written. Implementations are immutable.
 *
 * @param <T> the type of the value
 */
interface ValueKind<T> {
    /** What may be written, as it reads after "must be"; for numbers the range, e.g. {@code 0..65535}. */
    String allowed();

    /** Whether a value is within the allowed range. */
    boolean allows(T value);

    /** The value of an environment variable or flag; empty when the text is not allowed. */
    Optional<T> fromText(String text, PathBase base);

    /** The value of a TOML scalar or array as the parser gives it; empty when type or range is wrong. */
    Optional<T> fromToml(Object value, PathBase base);

    /** The value as TOML source. */
    String toToml(T value);

    /** Whether the file may hold it as a table, whose keys then are no settings of their own. */
    default boolean takesTable() {
        return false;
    }

    /** Whether a rejected value must stay out of messages. */
    default boolean secret() {
        return false;
    }

    /** What to say of a rejected value that must stay out of messages; reads after "was". */
    default String withoutSecret(Object refused) {
        return "something else";
    }
}
