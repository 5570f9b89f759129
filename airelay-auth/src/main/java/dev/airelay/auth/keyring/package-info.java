/**
 * The operating system's store of secrets, through the programs that come with the system; see ADR 0007. Long secrets are
 * spread over several entries.
 *
 * <p>Every call starts a program and blocks for up to a few seconds, so it belongs on an executor for blocking work. No
 * program starts before the first call.
 *
 * <p>Read first: {@link dev.airelay.auth.keyring.Keyring}, {@link dev.airelay.auth.keyring.ChunkedKeyring} and {@link
 * dev.airelay.auth.keyring.KeyringEntries}, the interface of a platform.
 *
 * <p>Secrets pass through pipes, never through a command line, and no exception contains one.
 */
package dev.airelay.auth.keyring;
