package dev.airelay.store;

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
}
