/**
 * The parts that commands share: the process around them, the options of all, hints for the next step, help, failures and exit codes.
 *
 * <p>Read first: {@link dev.airelay.cli.context.CommandContext}, which every command gets, and
 * {@link dev.airelay.cli.context.ProcessEnvironment}, which tests replace.
 *
 * <p>Used on the thread of the command.
 */
package dev.airelay.cli.context;
