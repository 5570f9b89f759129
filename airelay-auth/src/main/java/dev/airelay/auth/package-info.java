/**
 * The ChatGPT session: who the relay is upstream, and where that is kept.
 *
 * <p>Read first: {@link dev.airelay.auth.CredentialSource} (what a caller of the upstream needs), {@link
 * dev.airelay.auth.SessionStorage} (where the session is kept and what may be done with it) and {@link
 * dev.airelay.auth.AuthException} (what can be wrong). How a session is renewed without ever losing it stands in {@code
 * SessionRenewal}.
 *
 * <pre>{@code
 * CredentialSource source = new StaticCredentials(new Credentials("access-token", "account-id"));
 * source.current().thenAccept(credentials -> send(credentials.accessToken(), credentials.accountId()));
 * }</pre>
 *
 * <p>Signing in: {@link dev.airelay.auth.BrowserLogin} and {@link dev.airelay.auth.DeviceLogin} get tokens through an
 * {@link dev.airelay.auth.IssuerClient} and hand them to a {@link dev.airelay.auth.LoginSink}.
 *
 * <p>No text form and no exception of this package shows a token.
 */
package dev.airelay.auth;
