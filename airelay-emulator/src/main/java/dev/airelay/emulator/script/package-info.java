/**
 * Scripts without their effects: the grammar, the table, and the scripts that apply to a request. This package has the
 * interface of an effect; the packages that play scripts define the kinds of effects and apply them.
 *
 * <p>Requests look up their scripts on event loops, several at once, while any thread may queue more.
 *
 * <p>Read first: {@link dev.airelay.emulator.script.Script}, {@link dev.airelay.emulator.script.ScriptSources}, {@link
 * dev.airelay.emulator.script.ScriptSyntax}.
 */
package dev.airelay.emulator.script;
