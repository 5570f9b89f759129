/**
 * The login server: browser login, device login, token refresh with rotation and reuse detection, revocation (RFC 6749,
 * 7009, 7636), and the scripts that change its responses.
 *
 * <p>Its endpoints run on event loops, several at once; the tokens, codes and logins that they share lock themselves.
 *
 * <p>Read first: {@link dev.airelay.emulator.issuer.IssuerState}, {@link dev.airelay.emulator.issuer.LoginStage}, {@code
 * TokenEndpoint}.
 */
package dev.airelay.emulator.issuer;
