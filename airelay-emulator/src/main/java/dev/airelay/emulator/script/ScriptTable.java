package dev.airelay.emulator.script;

import dev.airelay.emulator.api.ScriptDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scripts by name. */
public final class ScriptTable {
    private final Map<String, Script> scripts = new LinkedHashMap<>();

    /** A table with those rows. */
    public ScriptTable(List<Script> rows) {
        rows.forEach(script -> scripts.put(script.description().name(), script));
    }

    /** The description of every script, in the order of the rows. */
    public List<ScriptDescription> descriptions() {
        return scripts.values().stream().map(Script::description).toList();
    }

    /** The script of a call; throws {@link IllegalArgumentException} for an unknown name or key. */
    Script of(ScriptCall call) {
        Script script = scripts.get(call.name());
        if (script == null) {
            throw new IllegalArgumentException(
                    "unknown script '" + call.name() + "', the scripts are " + scripts.keySet());
        }
        Set<String> known = script.description().keys().keySet();
        for (String key : call.values().keySet()) {
            if (!known.contains(key) && !ScriptCall.OF_ALL.contains(key)) {
                throw new IllegalArgumentException("the script " + call.name() + " has no key '" + key
                        + "', its keys are " + known + ", times, on and round");
            }
        }
        return script;
    }
}
