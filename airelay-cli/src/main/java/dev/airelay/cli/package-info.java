/**
 * The airelay command: its subcommands, and text or JSON on the terminal.
 *
 * <p>A command runs on the main thread and may block. While it serves, a signal ends it through the exit hook of the
 * process.
 *
 * <p>Read first: {@link dev.airelay.cli.Main}, {@link dev.airelay.cli.CommandTree} and
 * {@link dev.airelay.cli.CommandContext}.
 *
 * <p>Results go to standard output, errors to standard error. Text from elsewhere is escaped before it reaches a
 * terminal.
 */
package dev.airelay.cli;
