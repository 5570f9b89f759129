/**
 * The relay's HTTP server: composition and life cycle. This package joins the others into one running relay, starts and
 * stops it, watches over it, and serves the health routes.
 *
 * <p>Starting and closing a relay block and run on the caller's thread. Requests run on the event loops; work on files runs
 * on the executor of {@code RelayThreads}, long computations on a thread of their own. {@code Vitals} watches all of them
 * from its own thread.
 *
 * <p>Read first: {@link dev.airelay.server.RelayServer}, {@link dev.airelay.server.Routes} and {@link
 * dev.airelay.server.Shutdown}.
 */
package dev.airelay.server;
