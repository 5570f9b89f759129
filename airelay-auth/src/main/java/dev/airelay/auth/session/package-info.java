/**
 * The stored session: its storage, its renewal, and the credentials that requests take from it.
 *
 * <pre>{@code
 * CredentialSource source = new StaticCredentials(new Credentials("access-token", "account-id"));
 * source.current().thenAccept(credentials -> send(credentials.accessToken(), credentials.accountId()));
 * }</pre>
 *
 * <p>A {@link dev.airelay.auth.session.CredentialSource} may be called on an event loop and never blocks. Everything else
 * here accesses files, the keyring and the login server, and blocks; {@link dev.airelay.auth.session.SessionCredentials}
 * runs it on its executor. Threads and processes take turns through a lock on a file beside the session.
 *
 * <p>Read first: {@link dev.airelay.auth.session.CredentialSource}, {@link dev.airelay.auth.session.SessionStorage} and
 * {@link dev.airelay.auth.session.SessionRenewal}, which explains how a session is renewed without ever being lost.
 *
 * <p>The text form of a session, its status and the exceptions show no token.
 */
package dev.airelay.auth.session;
