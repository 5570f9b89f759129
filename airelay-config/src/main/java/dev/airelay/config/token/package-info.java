/**
 * The relay token: made, read, followed in its file, and warned about.
 *
 * <p>Read first: {@link dev.airelay.config.token.RelayToken}, {@link dev.airelay.config.token.RelayTokenFile} and
 * {@link dev.airelay.config.token.RelayTokenSource} (the token of a running server).
 *
 * <p>Everything is safe for concurrent use. What reads or writes the file blocks and says so.
 */
package dev.airelay.config.token;
