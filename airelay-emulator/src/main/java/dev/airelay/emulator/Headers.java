package dev.airelay.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Response headers in the order they are sent. Immutable. */
record Headers(List<Map.Entry<String, String>> entries) {
    static final Headers NONE = new Headers(List.of());

    Headers {
        entries = List.copyOf(entries);
    }

    static Headers of(String name, String value) {
        return NONE.with(name, value);
    }

    /** These headers with {@code name} set to {@code value}, replacing an earlier value. */
    Headers with(String name, String value) {
        List<Map.Entry<String, String>> changed = new ArrayList<>(without(name).entries);
        changed.add(Map.entry(name, value));
        return new Headers(changed);
    }

    Headers without(String name) {
        return new Headers(entries.stream()
                .filter(entry -> !entry.getKey().equalsIgnoreCase(name))
                .toList());
    }

    Headers with(Headers more) {
        Headers all = this;
        for (Map.Entry<String, String> entry : more.entries) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }
}
