/**
 * Code that several modules share because a difference between two copies would be a security hole.
 *
 * <p>Read first: {@link dev.airelay.base.RegularFiles}, the only way a file is opened, and {@link
 * dev.airelay.base.TerminalText}, through which all terminal output passes.
 *
 * <pre>{@code
 * byte[] content = RegularFiles.read(file, 64 * 1024);
 * }</pre>
 *
 * <p>Everything here is safe for concurrent use. File access blocks and must not run on an event loop.
 */
package dev.airelay.base;
