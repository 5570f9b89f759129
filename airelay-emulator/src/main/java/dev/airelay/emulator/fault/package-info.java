/**
 * The scripts that change a planned response before it is played: failures, status codes, events and transport.
 *
 * <p>Effects are stateless functions that run on the event loop of the request.
 *
 * <p>Read first: {@link dev.airelay.emulator.fault.ResponseEffect}, {@link dev.airelay.emulator.fault.FaultContext},
 * {@link dev.airelay.emulator.fault.FailureScripts}.
 */
package dev.airelay.emulator.fault;
