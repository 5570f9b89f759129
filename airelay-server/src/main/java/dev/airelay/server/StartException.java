package dev.airelay.server;

/** Thrown when a relay cannot start because of its environment. The message is one line that says why and how to fix it. */
public abstract sealed class StartException extends RuntimeException
        permits ExposureException, ListenException, StorageException, ThreadsException {

    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    StartException(String message) {
        super(message);
    }

    /** Returns the exit status of a run that could not start. */
    public abstract ExitStatus status();
}
