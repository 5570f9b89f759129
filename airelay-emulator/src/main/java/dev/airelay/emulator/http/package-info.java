/**
 * HTTP as the emulator speaks it: requests, planned responses and how their bytes travel, the Netty pipeline that
 * reads the former and plays the latter, and the recorder.
 *
 * <p>A connection is handled on its event loop alone. Endpoints are called there, by several loops at once; the
 * recorder is safe for use from any thread.
 *
 * <p>Read first: {@link dev.airelay.emulator.http.Endpoint}, {@link dev.airelay.emulator.http.ScriptedResponse},
 * {@code StreamPlayer}.
 */
package dev.airelay.emulator.http;
