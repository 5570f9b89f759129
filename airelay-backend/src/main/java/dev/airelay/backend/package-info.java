/**
 * The upstream over Netty: connections, streams, failures.
 *
 * <p>Read first: {@link dev.airelay.backend.CodexClient}, {@link dev.airelay.backend.UpstreamSink} and
 * {@link dev.airelay.backend.HttpExchange} with its state diagram. Types below that one know HTTP but not events; types
 * above it know events but not connections.
 *
 * <p>Everything of one call happens on one event loop, the caller's. Only name lookups, which block, run on the
 * executor that is passed in; {@link dev.airelay.backend.NettyIssuerTransport} blocks its caller.
 *
 * <pre>{@code
 * BackendOptions options = BackendOptions.defaults(URI.create("https://chatgpt.com/backend-api/codex"));
 * CodexClient client = new CodexClient(options, credentials, InstantSource.system(), blockingWork);
 * CallHandle call = client.open(channel.eventLoop(), request, sink);
 * call.pause();   // the reader is slow
 * call.cancel();  // the reader is gone
 * }</pre>
 */
package dev.airelay.backend;
