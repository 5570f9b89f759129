package dev.airelay.store.frame;

import dev.airelay.base.FileFailures;
import java.io.IOException;

/** The content of a file is not what the store wrote. The message says in which way. */
public final class DamagedEntryException extends IOException {
    private static final long serialVersionUID = 1L;

    /** An entry with a fault that the message names, as it reads after the name of the entry. */
    public DamagedEntryException(String message) {
        super(message);
    }

    /** An entry with a fault that an exception revealed. */
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
