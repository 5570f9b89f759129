package dev.airelay.emulator.script;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** One script to play, with its values. Accessors throw {@link IllegalArgumentException} for values they cannot read. */
public record ScriptCall(String name, Map<String, String> values) {
    /** Plays a script only the first n times that it occurs with the same prompt. */
    static final String TIMES = "times";
    /** The requests a script is meant for: a {@link ScriptTarget}. */
    static final String ON = "on";
    /** Plays a script of a prompt after so many rounds of tool outputs; before any by default. */
    static final String ROUND = "round";

    /** The keys of every script. */
    static final Set<String> OF_ALL = Set.of(TIMES, ON, ROUND);

    /** Copies the values. */
    public ScriptCall {
        values = Map.copyOf(values);
    }

    /** Whether the call has a value for that key. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The value of a key, or {@code fallback}. */
    public String text(String key, String fallback) {
        return values.getOrDefault(key, fallback);
    }

    /** Whether a script of a prompt is meant for the turn after {@code round} rounds of tool outputs. */
    boolean isForRound(int round) {
        return has(ROUND) ? number(ROUND, 0) == round : round == 0 || has(TIMES);
    }

    /** A value that must be one of {@code allowed}. */
    public String oneOf(String key, String fallback, Set<String> allowed) {
        String value = text(key, fallback);
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(name + ": " + key + " must be one of "
                    + allowed.stream().sorted().toList() + ", was " + value);
        }
        return value;
    }

    /** The value of a key as a whole number, or {@code fallback}. */
    public int number(String key, int fallback) {
        String value = values.get(key);
        if (value == null) {
            return fallback;
        }
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + ": " + key + " must be a whole number, was " + value);
        }
        return Integer.parseInt(value);
    }

    /** The value of a key in milliseconds, or {@code fallback}. */
    public Duration millis(String key, int fallback) {
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
