/**
 * The relay as commands see it: its settings and files, the running process and its API, the plan and the latest requests.
 *
 * <p>Read first: {@link dev.airelay.cli.relay.RelayState} (settings, token and session) and {@link dev.airelay.cli.relay.RelayApi}
 * (the running relay).
 *
 * <p>Everything here may block, on the thread of the command.
 */
package dev.airelay.cli.relay;
