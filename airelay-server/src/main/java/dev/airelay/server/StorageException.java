package dev.airelay.server;

/** Thrown when the relay cannot use its data directory. The message is one line that says why and how to fix it. */
public final class StorageException extends StartException {

    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    private StorageException(String message, Throwable cause) {
        super(message, cause);
        status = ExitStatus.FAILURE;
    }

    private StorageException(String message) {
        super(message);
        status = ExitStatus.UNAVAILABLE;
    }

    /** Returns the exception for a directory or a file that cannot be read or written. */
    static StorageException unusable(String message, Throwable cause) {
        return new StorageException(message, cause);
    }

    /** Returns the exception for a directory that another relay uses, which may stop later. */
    static StorageException inUse(String message) {
        return new StorageException(message);
    }

    @Override
    public ExitStatus status() {
        return status;
    }
}
