package dev.airelay.emulator;

import java.util.Map;

/** Changes what a turn answers, before it is planned. */
@FunctionalInterface
interface TurnEffect extends Effect {
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
