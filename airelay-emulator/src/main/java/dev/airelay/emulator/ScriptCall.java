package dev.airelay.emulator;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** One script to play, with its values. Accessors throw {@link IllegalArgumentException} for values they cannot read. */
record ScriptCall(String name, Map<String, String> values) {
    /** Plays a script only the first n times this very script meets this very prompt. */
    static final String TIMES = "times";
    /** The requests a script is meant for: a {@link ScriptTarget}. */
    static final String ON = "on";

    ScriptCall {
        values = Map.copyOf(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key, String fallback) {
        return values.getOrDefault(key, fallback);
    }

    /** A value that must be one of {@code allowed}. */
    String oneOf(String key, String fallback, Set<String> allowed) {
        String value = text(key, fallback);
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(name + ": " + key + " must be one of "
                    + allowed.stream().sorted().toList() + ", was " + value);
        }
        return value;
    }

    int number(String key, int fallback) {
        String value = values.get(key);
        if (value == null) {
            return fallback;
        }
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + ": " + key + " must be a whole number, was " + value);
        }
        return Integer.parseInt(value);
    }

    Duration millis(String key, int fallback) {
        return Duration.ofMillis(number(key, fallback));
    }

    /** The call in the grammar it was written in, keys sorted. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        text.append("; ").append(entry.getKey()).append('=').append(entry.getValue()));
        return text.toString();
    }
}
