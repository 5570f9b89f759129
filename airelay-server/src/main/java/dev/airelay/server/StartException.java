package dev.airelay.server;

/**
 * Thrown when a relay cannot start because of what surrounds it. The message is one line that says why and names the
 * way out.
 */
public abstract sealed class StartException extends RuntimeException
        permits ExposureException, ListenException, StorageException, ThreadsException {

    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    StartException(String message) {
        super(message);
    }

    /** Returns how a run ends that could not begin. */
    public abstract ExitStatus status();
}
