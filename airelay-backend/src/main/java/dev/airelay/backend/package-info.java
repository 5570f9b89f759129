/**
 * The upstream over Netty: connections, streams, failures.
 *
 * <p>Read first: {@link dev.airelay.backend.CodexClient}, {@link dev.airelay.backend.UpstreamSink},
 * {@link dev.airelay.backend.HttpExchange} with its state diagram. Below that one the classes know HTTP and nothing of
 * events; above it, events and nothing of connections. Everything of one call happens on one event loop, the caller's.
 *
 * <pre>{@code
 * BackendOptions options = BackendOptions.defaults(URI.create("https://chatgpt.com/backend-api/codex"));
 * CodexClient client = new CodexClient(options, credentials, InstantSource.system(), blockingWork);
 * UpstreamCall call = client.open(channel.eventLoop(), request, sink);
 * call.pause();   // the reader is slow
 * call.cancel();  // the reader is gone
 * }</pre>
 */
package dev.airelay.backend;
