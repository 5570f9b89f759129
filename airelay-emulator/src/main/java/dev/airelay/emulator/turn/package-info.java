/**
 * One turn of the Responses API: the typed view of the request, the plan of the answer, its output items and events, and the
 * account's limits, which each turn reports.
 *
 * <p>A turn is planned on the event loop of its connection. Only {@link dev.airelay.emulator.turn.RateLimits} is shared
 * between loops.
 *
 * <p>Read first: {@link dev.airelay.emulator.turn.TurnRequest}, {@link dev.airelay.emulator.turn.TurnPlanner}, {@link
 * dev.airelay.emulator.turn.TurnEvents}.
 */
package dev.airelay.emulator.turn;
