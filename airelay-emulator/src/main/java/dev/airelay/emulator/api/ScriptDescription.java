package dev.airelay.emulator.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A script the emulator can play.
 *
 * @param name its name in headers, prompt markers and queues
 * @param kind what it changes
 * @param summary what it does, in a sentence
 * @param keys its keys and what each means; {@code times} and {@code on} are understood by every script beside these
 */
public record ScriptDescription(String name, Kind kind, String summary, Map<String, String> keys) {
    /** What a script changes. */
    public enum Kind {
        /** What a turn says: an answer like any other. */
        ANSWER,
        /** How an answer goes wrong, or is unusual in its events or bytes. */
        FAULT,
        /** How something goes wrong that precedes turns, such as an upgrade to a WebSocket. */
        SETUP,
        /** What the login issuer does. */
        LOGIN
    }

    /** Copies the keys. */
    public ScriptDescription {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    }
}
