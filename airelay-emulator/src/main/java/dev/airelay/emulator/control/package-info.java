/**
 * The control paths under {@code /__emulator}, by which another process reads and steers a running emulator, and the
 * clock that they move.
 *
 * <p>Runs on event loops; the clock is safe for use from any thread.
 *
 * <p>Read first: {@link dev.airelay.emulator.control.ControlEndpoint}, {@link
 * dev.airelay.emulator.control.IssuerControl}, {@link dev.airelay.emulator.control.EmulatorClock}.
 */
package dev.airelay.emulator.control;
