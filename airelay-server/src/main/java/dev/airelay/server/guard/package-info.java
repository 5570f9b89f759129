/**
 * The checks that a request passes before any of its body is read: Host, Origin, the relay token, and the limits of the
 * client's address. The rules themselves are in {@code airelay-security}; the handlers here apply them to a connection.
 *
 * <p>Handlers run on the connection's event loop. The file of the relay token is read on the executor for blocking work, and
 * the request waits for it only if the decision depends on it.
 *
 * <p>Read first: {@link dev.airelay.server.guard.HostHandler}, {@link dev.airelay.server.guard.AdmissionHandler} and {@link
 * dev.airelay.server.guard.TokenAccess}.
 *
 * <p>Every slot that admission grants is released exactly once: after the last byte of the response, or when the client
 * disconnects.
 */
package dev.airelay.server.guard;
