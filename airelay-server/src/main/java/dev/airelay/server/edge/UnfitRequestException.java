package dev.airelay.server.edge;

import dev.airelay.server.http.Response;
import dev.airelay.transforms.failure.ApiError;

/** Why what came on a connection is not taken as a request; made into the failed result of a decoded message. */
final class UnfitRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int REQUEST_TIMEOUT = 408;

    private final int status;
    private final String code;

    private UnfitRequestException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** The message can be read in more than one way, or in none. */
    static UnfitRequestException malformed(String message) {
        return new UnfitRequestException(BAD_REQUEST, MalformedRequestHandler.CODE, message);
    }

    /** The rest of a request does not come. */
    static UnfitRequestException late(String message) {
        return new UnfitRequestException(REQUEST_TIMEOUT, "request_timeout", message);
    }

    Response answer() {
        return Response.error(status, new ApiError(String.valueOf(getMessage()), ApiError.INVALID_REQUEST, null, code));
    }
}
