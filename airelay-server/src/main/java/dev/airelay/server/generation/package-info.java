/**
 * The generation routes: each joins a dialect of {@code airelay-transforms} to its upstream calls and writes the response,
 * as a stream or as one object. Background runs and the replay of stored responses are here too.
 *
 * <p>An exchange runs on its client's event loop, and so do its calls and encoders. The store is reached on the executor for
 * blocking work: every method of {@link dev.airelay.server.generation.ReferenceResolver}, {@link
 * dev.airelay.server.generation.TurnStore} and {@link dev.airelay.server.generation.ResponseEvents} blocks. Tokens are
 * counted on the thread for long computations.
 *
 * <p>Read first: {@link dev.airelay.server.generation.GenerationEndpoint}, {@link
 * dev.airelay.server.generation.GenerationExchange} and {@link dev.airelay.server.generation.StreamExchange}.
 *
 * <p>An exchange ends exactly once, together with all its calls. The response head is held until every call has opened, so
 * that an earlier failure keeps its own HTTP status.
 */
package dev.airelay.server.generation;
