/**
 * A faithful stand-in for the upstream and its login issuer, with scripted faults. It imports no other AIRelay module,
 * so that it cannot mirror a mistake.
 *
 * <p>Requests run on the emulator's own event loops. {@link dev.airelay.emulator.Emulator} may be used from any thread.
 *
 * <p>Read first: {@link dev.airelay.emulator.Emulator}, {@link dev.airelay.emulator.EmulatorOptions} and
 * {@link dev.airelay.emulator.ScriptTable}.
 */
package dev.airelay.emulator;
