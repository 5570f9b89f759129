package dev.airelay.store.file;

import java.nio.channels.FileChannel;

/**
 * A file and its open content, from position 0 to {@code file.bytes()}. Stays readable when the file is deleted
 * meanwhile.
 *
 * @param file its description
 * @param channel for reading; the caller's to close
 */
public record FileContent(StoredFile file, FileChannel channel) {}
