/**
 * Scripts without their effects: the grammar, the table, and the scripts that a request is due. An effect is an
 * interface of this room; the rooms that play scripts define the kinds of effects and apply them.
 *
 * <p>Requests look up their scripts on event loops, several at once, while any thread may queue more.
 *
 * <p>Read first: {@link dev.airelay.emulator.script.Script}, {@link dev.airelay.emulator.script.ScriptSources},
 * {@link dev.airelay.emulator.script.ScriptSyntax}.
 */
package dev.airelay.emulator.script;
