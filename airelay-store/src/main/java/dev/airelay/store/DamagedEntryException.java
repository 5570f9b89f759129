package dev.airelay.store;

import dev.airelay.base.FileFailures;
import java.io.IOException;

/** The content of a file is not what the store wrote. The message says in which way. */
final class DamagedEntryException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedEntryException(String message) {
        super(message);
    }

    DamagedEntryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns why an entry cannot be read, because it is damaged or because of the disk. */
    static String reason(IOException failure) {
        return failure instanceof DamagedEntryException
                ? String.valueOf(failure.getMessage())
                : FileFailures.words(failure);
    }
}
