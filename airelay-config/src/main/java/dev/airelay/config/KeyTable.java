package dev.airelay.config;

import java.util.ArrayList;
import java.util.List;

/** Keeps the settings that a class declares in the order of their declaration. For use while that class loads. */
final class KeyTable {
    private final List<ConfigKey<?>> keys = new ArrayList<>();

    /** Declares a setting. */
    <T> ConfigKey<T> key(KeyNames names, ValueKind<T> kind, String defaultText, String doc) {
        ConfigKey<T> key = new ConfigKey<>(names, kind, defaultText, doc);
        keys.add(key);
        return key;
    }

    /** Puts the settings of another class here. */
    void include(List<ConfigKey<?>> others) {
        keys.addAll(others);
    }

    /** Returns what has been declared so far. */
    List<ConfigKey<?>> all() {
        return List.copyOf(keys);
    }
}
