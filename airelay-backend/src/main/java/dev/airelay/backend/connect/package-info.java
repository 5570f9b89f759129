/**
 * Connections to the upstream: names, proxies, TLS, connections and their pool, and single requests that need nothing else.
 *
 * <p>Read first: {@link dev.airelay.backend.connect.Connector}, {@link dev.airelay.backend.connect.UpstreamConnection} and
 * {@link dev.airelay.backend.connect.TransportFailures}, which has the messages for every failure of a connection.
 *
 * <p>Everything of one connection happens on its event loop. Only name lookups, which block, run on the executor that is
 * passed in; {@link dev.airelay.backend.connect.NettyIssuerTransport} and {@link
 * dev.airelay.backend.connect.ConnectStepProbe} block their callers.
 */
package dev.airelay.backend.connect;
