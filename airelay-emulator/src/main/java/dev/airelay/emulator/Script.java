package dev.airelay.emulator;

import java.util.Map;

/**
 * A row of the script table.
 *
 * @param description how the script is listed
 * @param target the requests it is meant for when {@code on} does not say
 * @param effect what it changes
 */
record Script(ScriptDescription description, ScriptTarget target, Effect effect) {
    /** A script with those keys. */
    static Script of(String name, String summary, Map<String, String> keys, ScriptTarget target, Effect effect) {
        return new Script(new ScriptDescription(name, effect.kind(), summary, keys), target, effect);
    }
}
