/**
 * Clients and their files: which programs AIRelay can set up, what they need, and how their files are changed and changed back.
 *
 * <p>Read first: {@link dev.airelay.cli.connect.Client} and {@link dev.airelay.cli.connect.TextEdit}.
 *
 * <p>Everything here runs on the thread of the command and may block on the disk.
 */
package dev.airelay.cli.connect;
