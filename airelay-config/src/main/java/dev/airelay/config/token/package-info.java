/**
 * The relay token: creation, its file, watching it for changes, and warnings about it.
 *
 * <p>Read first: {@link dev.airelay.config.token.RelayToken}, {@link dev.airelay.config.token.RelayTokenFile} and {@link
 * dev.airelay.config.token.RelayTokenSource} (the token of a running server).
 *
 * <p>Everything is safe for concurrent use. Methods that access the file block and say so.
 */
package dev.airelay.config.token;
