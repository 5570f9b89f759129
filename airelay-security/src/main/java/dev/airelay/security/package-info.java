/**
 * Who may talk to the relay. Pure decisions: nothing here reads a socket, a file or a clock.
 *
 * <p>Read first: {@link dev.airelay.security.BearerGuard} and {@link dev.airelay.security.HostGuard}.
 *
 * <pre>{@code
 * BearerGuard guard = new BearerGuard(() -> Optional.of("s3cret"));
 * BearerDecision decision = guard.check("Bearer nope");
 * if (decision instanceof BearerDecision.Denied denied) {
 *     refuse(denied.reason());
 * }
 * }</pre>
 */
package dev.airelay.security;
