package dev.airelay.store.file;

import java.nio.channels.FileChannel;

/**
 * A file and its open content, from position 0 to {@code file.bytes()}. It remains readable if the file is deleted.
 *
 * @param file its description
 * @param channel for reading; the caller closes it
 */
public record FileContent(StoredFile file, FileChannel channel) {}
