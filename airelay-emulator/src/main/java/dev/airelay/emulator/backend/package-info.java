/**
 * The paths of the emulated backend: turns, compactions, models and usage.
 *
 * <p>Endpoints run on event loops, several at once.
 *
 * <p>Read first: {@link dev.airelay.emulator.backend.ResponsesEndpoint}, {@link
 * dev.airelay.emulator.backend.ScriptedEndpoint}, {@link dev.airelay.emulator.backend.CompactEndpoint}.
 */
package dev.airelay.emulator.backend;
