package dev.airelay.emulator;

/**
 * What a script changes. The rooms that play scripts each define their own kinds of effects and apply those; this
 * package only finds the scripts of a request.
 */
interface Effect {
    /** The kind of script that has this effect, which decides the requests that may name it. */
    ScriptDescription.Kind kind();
}
