package dev.airelay.emulator.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A script that the emulator can play.
 *
 * @param name its name in headers, prompt markers and queues
 * @param kind the kind of its effect
 * @param summary its effect, in a sentence
 * @param keys its keys and their meanings; {@code times} and {@code on} are understood by every script beside these
 */
public record ScriptDescription(String name, Kind kind, String summary, Map<String, String> keys) {
    /** The kind of a script's effect. */
    public enum Kind {
        /** Changes a turn's answer, which remains a normal one. */
        ANSWER,
        /** Makes a response fail, or changes its events or bytes. */
        FAULT,
        /** Makes a request fail that precedes turns, such as an upgrade to a WebSocket. */
        SETUP,
        /** Changes the behavior of the login server. */
        LOGIN
    }

    /** Copies the keys. */
    public ScriptDescription {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    }
}
