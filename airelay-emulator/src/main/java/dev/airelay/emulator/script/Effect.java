package dev.airelay.emulator.script;

import dev.airelay.emulator.api.ScriptDescription;

/**
 * The effect of a script. The packages that play scripts each define their own kinds of effects and apply those; this
 * package only finds the scripts of a request.
 */
public interface Effect {
    /** The kind of script that has this effect, which decides the requests that may name it. */
    ScriptDescription.Kind kind();
}
