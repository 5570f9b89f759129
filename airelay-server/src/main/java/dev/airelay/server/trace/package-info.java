/**
 * The part of a request that the traffic log records: its head, its body within limits, the calls made for it, and the
 * response.
 *
 * <p>A trace is used on its request's event loop only, and it changes nothing that it records. Records go to the
 * bounded queue of the log, whose own thread redacts and writes them; nothing here waits for it.
 *
 * <p>Read first: {@link dev.airelay.server.trace.RequestTrace}, {@link dev.airelay.server.trace.RequestTraffic} and
 * {@link dev.airelay.server.trace.RequestFacts}.
 */
package dev.airelay.server.trace;
