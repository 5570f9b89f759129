package dev.airelay.emulator.issuer;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that drop their oldest entry, so that an emulator that runs for days stays small. Not thread-safe. */
final class Bounded {
    private static final int MAX_ENTRIES = 100_000;

    private Bounded() {}

    static <V> Map<String, V> map() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX_ENTRIES;
            }
        };
    }
}
