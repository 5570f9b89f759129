/**
 * Text and JSON on the terminal.
 *
 * <p>Read first: {@link dev.airelay.cli.text.Page}, {@link dev.airelay.cli.text.Terminal} and
 * {@link dev.airelay.cli.text.Json}.
 *
 * <p>Results go to standard output, errors to standard error. Text from elsewhere is escaped before it reaches a
 * terminal. Everything here runs on the thread of the command.
 */
package dev.airelay.cli.text;
