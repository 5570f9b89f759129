package dev.airelay.emulator;

import java.util.Map;

/** Changes a planned response, before it is played. */
@FunctionalInterface
interface ResponseEffect extends Effect {
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
