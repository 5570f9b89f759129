/**
 * Texts for the user's system: completion scripts for shells, and the service that starts the relay. Pure; nothing is written here.
 *
 * <p>Read first: {@link dev.airelay.cli.system.ServiceUnit} and {@link dev.airelay.cli.system.CompletionScript}.
 */
package dev.airelay.cli.system;
