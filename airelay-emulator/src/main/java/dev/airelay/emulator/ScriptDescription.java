package dev.airelay.emulator;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A script the emulator can play.
 *
 * @param name its name in headers, prompt markers and queues
 * @param summary what it does, in a sentence
 * @param keys its keys and what each means; {@code times} and {@code on} are understood by every script beside these
 */
public record ScriptDescription(String name, String summary, Map<String, String> keys) {
    /** Copies the keys. */
    public ScriptDescription {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    }
}
