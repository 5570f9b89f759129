/**
 * The values that callers of the emulator pass in and get back: options, recorded requests, issued tokens, counts and
 * script descriptions. Exported.
 *
 * <p>Immutable, but for the ending of a recorded request, which the event loop completes and any thread may wait for.
 *
 * <p>Read first: {@link dev.airelay.emulator.api.RecordedRequest}, {@link dev.airelay.emulator.api.IssuerOptions},
 * {@link dev.airelay.emulator.api.ScriptDescription}.
 */
package dev.airelay.emulator.api;
