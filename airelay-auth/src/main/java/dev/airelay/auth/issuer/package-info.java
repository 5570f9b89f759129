/**
 * The protocol of the login server: exchange of codes and refresh tokens, revocation, and errors worded for the owner. The
 * embedding program sends the bytes through its {@link dev.airelay.auth.issuer.IssuerTransport}.
 *
 * <p>Calls block on the caller's thread, which must not be an event loop. {@link dev.airelay.auth.issuer.IssuerClient} is
 * safe for concurrent use.
 *
 * <p>Read first: {@link dev.airelay.auth.issuer.IssuerClient}, {@link dev.airelay.auth.issuer.IssuerTransport} and {@link
 * dev.airelay.auth.issuer.IssuerException}.
 *
 * <p>Token requests follow <a href="https://www.rfc-editor.org/rfc/rfc6749">RFC 6749</a>. Nothing is sent twice, since codes
 * and refresh tokens work once. No text form and no exception shows a token or a code.
 */
package dev.airelay.auth.issuer;
