/**
 * The subcommands, and what they share: options, exit codes, the state of configuration and session.
 *
 * <p>Read first: {@link dev.airelay.cli.command.CommandTree} (every command), {@link dev.airelay.cli.command.CommandContext}
 * (what each is given) and {@link dev.airelay.cli.command.RelayState}.
 *
 * <p>A command runs on the main thread and may block. picocli fills the fields of a command by reflection.
 */
package dev.airelay.cli.command;
