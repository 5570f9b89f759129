/**
 * The subcommands, one class each, and the reports of those that print more than a few lines.
 *
 * <p>Read first: {@link dev.airelay.cli.command.CommandTree} (every command), then any command, such as
 * {@link dev.airelay.cli.command.ModelsCommand}.
 *
 * <p>A command runs on the main thread and may block. picocli fills the fields of a command by reflection.
 */
package dev.airelay.cli.command;
