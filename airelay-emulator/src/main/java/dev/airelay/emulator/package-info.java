/**
 * A faithful emulation of the upstream, with scripted faults: this package composes the others and has the table of routes.
 *
 * <p>The packages below this one form a directed acyclic graph; from the bottom up: {@code common}, {@code api}, {@code
 * http}, {@code script}, {@code turn}, {@code fault}, {@code issuer}, {@code check}, {@code backend}, {@code control}, and
 * this package on top. Only this package and {@code api} are exported.
 *
 * <p>Safe for use from any thread. The requests are answered on the emulator's own event loops.
 *
 * <p>Read first: {@link dev.airelay.emulator.Emulator}, {@link dev.airelay.emulator.EmulatorOptions}, {@code Routes}.
 */
package dev.airelay.emulator;
