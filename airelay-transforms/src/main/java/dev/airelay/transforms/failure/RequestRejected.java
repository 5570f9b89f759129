package dev.airelay.transforms.failure;

/** Thrown if the client's request cannot be translated: a client error, with {@link #status()}. */
public final class RequestRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ApiError error;

    /**
     * Creates a rejection.
     *
     * @param status HTTP status from 400 to 499
     * @param error the error for the client
     */
    public RequestRejected(int status, ApiError error) {
        super(error.message(), null, false, false);
        this.status = status;
        this.error = error;
    }

    /** Returns a 400 about one request member. */
    public static RequestRejected badRequest(String param, String code, String message) {
        return new RequestRejected(400, ApiError.invalid(param, code, message));
    }

    /** Returns the HTTP status of the response. */
    public int status() {
        return status;
    }

    /** Returns the error for the client. */
    public ApiError error() {
        return error;
    }
}
