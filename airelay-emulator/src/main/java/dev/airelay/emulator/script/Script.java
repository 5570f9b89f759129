package dev.airelay.emulator.script;

import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.emulator.api.ScriptDescription.Kind;
import java.util.Map;

/**
 * A row of the script table.
 *
 * @param description how the script is listed
 * @param target the requests that it is meant for unless {@code on} is given
 * @param effect its effect
 */
public record Script(ScriptDescription description, ScriptTarget target, Effect effect) {
    /** A script with those keys. */
    public static Script of(String name, String summary, Map<String, String> keys, ScriptTarget target, Effect effect) {
        Kind kind = target.precedesTurns() ? Kind.SETUP : effect.kind();
        return new Script(new ScriptDescription(name, kind, summary, keys), target, effect);
    }
}
