/**
 * The client's connection: the codec, time-outs, pipelining, drain, and the body of a request, up to the call of the
 * endpoint.
 *
 * <p>Each handler belongs to one connection and runs on its event loop, so that its state needs no lock. The state of all
 * connections together, in {@link dev.airelay.server.edge.Drain} and {@link dev.airelay.server.edge.OpenConnections}, is
 * safe for concurrent use.
 *
 * <p>Read first: {@link dev.airelay.server.edge.RelayPipeline}, which lists the handlers in order, {@link
 * dev.airelay.server.edge.PipeliningHandler} and {@link dev.airelay.server.edge.ExchangeHandler}.
 *
 * <p>HTTP/1.1 follows <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>. A message that another program might
 * parse differently is refused ({@link dev.airelay.server.edge.StrictRequestDecoder}).
 */
package dev.airelay.server.edge;
