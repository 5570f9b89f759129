package dev.airelay.base;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * A file is not of the kind or size that it must be. The reason is a clause: {@code it is a named pipe; it must be a regular
 * file}.
 */
public final class UnfitFileException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    private UnfitFileException(Path file, String reason) {
        super(file.toString(), null, reason);
    }

    static UnfitFileException kind(Path file, String kind) {
        return new UnfitFileException(file, "it is " + kind + "; it must be a regular file");
    }

    static UnfitFileException tooLarge(Path file, int maxBytes) {
        return new UnfitFileException(file, "it is larger than " + maxBytes + " bytes");
    }
}
