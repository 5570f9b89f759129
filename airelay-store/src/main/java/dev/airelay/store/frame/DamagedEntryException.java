package dev.airelay.store.frame;

import dev.airelay.base.FileFailures;
import java.io.IOException;

/** The content of a file is not as the store wrote it. The message describes the damage. */
public final class DamagedEntryException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that follows the name of the entry. */
    public DamagedEntryException(String message) {
        super(message);
    }

    /** Creates an exception for damage that another exception revealed. */
    public DamagedEntryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns why an entry cannot be read, because it is damaged or because of the disk. */
    public static String reason(IOException failure) {
        return failure instanceof DamagedEntryException
                ? String.valueOf(failure.getMessage())
                : FileFailures.words(failure);
    }
}
