package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.emulator.script.Effect;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptTarget;
import java.util.Map;

/** Changes the behavior of the login server. */
@FunctionalInterface
interface LoginEffect extends Effect {
    /** Changes the overrides as the call says. */
    void apply(LoginOverrides overrides, ScriptCall call);

    @Override
    default ScriptDescription.Kind kind() {
        return ScriptDescription.Kind.LOGIN;
    }

    /** A script with such an effect; {@code target} is what it is meant for when {@code on} does not say. */
    static Script script(
            String name, String summary, ScriptTarget target, Map<String, String> keys, LoginEffect effect) {
        return Script.of(name, summary, keys, target, effect);
    }
}
