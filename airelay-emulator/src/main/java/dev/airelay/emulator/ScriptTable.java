package dev.airelay.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All scripts by name. A script is added as a row of one of the six lists and is then known everywhere. */
final class ScriptTable {
    /** Plays a script only the first n times this very script meets this very prompt. */
    static final String TIMES = "times";
    /** The path a script is meant for: responses, compact, models, usage or one of {@link LoginTarget}. */
    static final String ON = "on";

    private static final Map<String, Script> SCRIPTS = table();

    private ScriptTable() {}

    static List<ScriptDescription> descriptions() {
        return SCRIPTS.values().stream().map(Script::description).toList();
    }

    /** The script of a call; throws {@link IllegalArgumentException} for an unknown name or key. */
    static Script of(ScriptCall call) {
        Script script = SCRIPTS.get(call.name());
        if (script == null) {
            throw new IllegalArgumentException(
                    "unknown script '" + call.name() + "', the scripts are " + SCRIPTS.keySet());
        }
        Set<String> known = script.description().keys().keySet();
        for (String key : call.values().keySet()) {
            if (!known.contains(key) && !key.equals(TIMES) && !key.equals(ON)) {
                throw new IllegalArgumentException("the script " + call.name() + " has no key '" + key
                        + "', its keys are " + known + ", times and on");
            }
        }
        return script;
    }

    private static Map<String, Script> table() {
        Map<String, Script> table = new LinkedHashMap<>();
        Stream.of(
                        TurnScripts.all(),
                        FailureScripts.all(),
                        StatusScripts.all(),
                        EventScripts.all(),
                        TransportScripts.all(),
                        LoginScripts.all())
                .flatMap(List::stream)
                .forEach(script -> table.put(script.description().name(), script));
        return table;
    }
}
