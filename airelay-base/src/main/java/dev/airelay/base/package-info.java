/**
 * What several modules must do identically, because a difference between two copies would be a security fault.
 *
 * <p>Read first: {@link dev.airelay.base.RegularFiles}, the only way a file is opened, and
 * {@link dev.airelay.base.TerminalText}, through which everything goes that a terminal may show.
 *
 * <pre>{@code
 * byte[] content = RegularFiles.read(file, 64 * 1024);
 * }</pre>
 *
 * <p>Everything here is safe for concurrent use. File work blocks and never runs on an event loop.
 */
package dev.airelay.base;
