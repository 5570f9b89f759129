package dev.airelay.emulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Response headers in the order they are sent. Immutable. */
public record Headers(List<Map.Entry<String, String>> entries) {
    public static final Headers NONE = new Headers(List.of());

    /** Copies the entries. */
    public Headers {
        entries = List.copyOf(entries);
    }

    /** One header. */
    public static Headers of(String name, String value) {
        return NONE.with(name, value);
    }

    /** These headers with {@code name} set to {@code value}, replacing an earlier value. */
    public Headers with(String name, String value) {
        List<Map.Entry<String, String>> changed = new ArrayList<>(without(name).entries);
        changed.add(Map.entry(name, value));
        return new Headers(changed);
    }

    Headers without(String name) {
        return new Headers(entries.stream()
                .filter(entry -> !entry.getKey().equalsIgnoreCase(name))
                .toList());
    }

    /** These headers with all of {@code more} set. */
    public Headers with(Headers more) {
        Headers all = this;
        for (Map.Entry<String, String> entry : more.entries) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }
}
