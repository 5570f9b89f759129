/**
 * One call of the upstream, from the credentials to the last event.
 *
 * <p>Read first: {@link dev.airelay.backend.call.CodexClient}, {@link dev.airelay.backend.call.UpstreamCall} with its state
 * diagram, and {@link dev.airelay.backend.call.HttpExchange} with its own. An exchange knows HTTP but not events; a call knows
 * events but not connections.
 *
 * <p>Everything of one call happens on one event loop, the caller's.
 *
 * <pre>{@code
 * BackendOptions options = BackendOptions.defaults(URI.create("https://chatgpt.com/backend-api/codex"));
 * CodexClient client = new CodexClient(options, credentials, InstantSource.system(), blockingWork);
 * CallHandle call = client.open(channel.eventLoop(), () -> request, CallPlan.once(meter), sink);
 * call.pause();   // the reader is slow
 * call.cancel();  // the reader is gone
 * }</pre>
 */
package dev.airelay.backend.call;
