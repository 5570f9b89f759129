package dev.airelay.store.frame;

/**
 * The store refused a request or could not do its work. The message names what failed, the value, and what to do; it may be
 * shown to clients. It contains no path: paths are in the cause.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StoreFailure failure;

    /** A failure with a message for the client. */
    public StoreException(StoreFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    StoreException(StoreFailure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /** The kind of failure. */
    public StoreFailure failure() {
        return failure;
    }
}
