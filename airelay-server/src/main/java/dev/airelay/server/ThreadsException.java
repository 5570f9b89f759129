package dev.airelay.server;

/** Thrown when the system has not enough threads for the relay. */
public final class ThreadsException extends StartException {

    private static final long serialVersionUID = 1L;

    ThreadsException(OutOfMemoryError cause) {
        super(
                "cannot start the relay's threads: " + cause.getMessage()
                        + ". Raise the limit on processes of this user or container (ulimit -u, pids.max), or stop some"
                        + " processes.",
                cause);
    }

    @Override
    public ExitStatus status() {
        return ExitStatus.LOST;
    }
}
