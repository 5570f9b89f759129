/**
 * Signing in: in a browser, with a redirect to a loopback listener, or from another device, with a code. A successful login
 * passes its tokens to a {@link dev.airelay.auth.login.LoginSink}.
 *
 * <p>A login runs on its caller's thread; waiting for the owner blocks it. The loopback listener serves its few connections
 * on daemon threads of its own.
 *
 * <p>Read first: {@link dev.airelay.auth.login.BrowserLogin}, {@link dev.airelay.auth.login.DeviceLogin} and {@link
 * dev.airelay.auth.login.LoginException}.
 *
 * <p>The browser login follows <a href="https://www.rfc-editor.org/rfc/rfc6749">RFC 6749</a> with PKCE (<a
 * href="https://www.rfc-editor.org/rfc/rfc7636">RFC 7636</a>). No text form and no exception shows a code, a state or a
 * token.
 */
package dev.airelay.auth.login;
