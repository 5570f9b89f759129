/**
 * The relay's HTTP server: a Netty pipeline of one-concern handlers, the routes, and the composition root.
 *
 * <p>Read first: {@link dev.airelay.server.RelayServer}, {@code RelayPipeline}, {@code RouteTable}.
 */
package dev.airelay.server;
