/**
 * The airelay command.
 *
 * <p>Read first: {@link dev.airelay.cli.Main}, then {@link dev.airelay.cli.command.CommandRun}.
 *
 * <p>A command runs on the main thread and may block. While it serves, a signal ends it through the exit hook of the
 * process.
 */
package dev.airelay.cli;
