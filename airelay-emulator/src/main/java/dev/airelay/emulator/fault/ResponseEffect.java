package dev.airelay.emulator.fault;

import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.script.Effect;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptTarget;
import java.util.Map;

/** Changes a planned response, before it is played. */
@FunctionalInterface
public interface ResponseEffect extends Effect {
    /** The response, changed as the call says. */
    ScriptedResponse apply(ScriptedResponse response, ScriptCall call, FaultContext context);

    @Override
    default ScriptDescription.Kind kind() {
        return ScriptDescription.Kind.FAULT;
    }

    /** A script with such an effect. */
    static Script script(String name, String summary, Map<String, String> keys, ResponseEffect effect) {
        return Script.of(name, summary, keys, ScriptTarget.RESPONSES, effect);
    }
}
