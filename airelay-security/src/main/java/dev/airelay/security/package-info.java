/**
 * Decides who may call the relay, and how often. Nothing here reads a socket, a file or a clock: time and event loops are
 * injected, and decisions are values.
 *
 * <p>Read first: {@link dev.airelay.security.Admission}, {@link dev.airelay.security.BearerGuard} and {@link
 * dev.airelay.security.HostGuard}.
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
