package dev.airelay.server;

/** Thrown when the relay cannot use its data directory. The message is one line that says why and names the way out. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    StorageException(String message) {
        super(message);
    }
}
