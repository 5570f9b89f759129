/**
 * Who may talk to the relay, and how much. Nothing here reads a socket, a file or a clock of its own: time and event
 * loops are handed in, and decisions are values.
 *
 * <p>Read first: {@link dev.airelay.security.Admission}, {@link dev.airelay.security.BearerGuard} and
 * {@link dev.airelay.security.HostGuard}.
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
