package dev.airelay.emulator.turn;

import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.emulator.script.Effect;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptTarget;
import java.util.Map;

/** Changes the answer of a turn, before it is planned. */
@FunctionalInterface
public interface TurnEffect extends Effect {
    /** Changes the overrides as the call says. */
    void apply(TurnOverrides overrides, ScriptCall call);

    @Override
    default ScriptDescription.Kind kind() {
        return ScriptDescription.Kind.ANSWER;
    }

    /** A script with such an effect. */
    static Script script(String name, String summary, Map<String, String> keys, TurnEffect effect) {
        return Script.of(name, summary, keys, ScriptTarget.RESPONSES, effect);
    }
}
