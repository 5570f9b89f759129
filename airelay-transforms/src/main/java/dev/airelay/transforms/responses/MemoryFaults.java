package dev.airelay.transforms.responses;

import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.request.Rejections;
import org.jspecify.annotations.Nullable;

/**
 * The rejections of references to missing objects, in OpenAI's words. Every method creates the exception, which the caller
 * throws.
 */
public final class MemoryFaults {

    private MemoryFaults() {}

    /** Returns the 400 of a request that continues a response which is not stored. */
    public static RequestRejected previousResponseNotFound(String id) {
        return RequestRejected.badRequest(
                "previous_response_id",
                "previous_response_not_found",
                "Previous response with id '" + Rejections.shown(id)
                        + "' not found. It was never stored here or has expired. Send the whole conversation as input"
                        + " instead.");
    }

    /** Returns the 404 of a request for a response that is not stored. */
    public static RequestRejected responseNotFound(String id) {
        return notFound("Response", id, null);
    }

    /** Returns the 404 of a request for a missing conversation, or one that continues it. */
    public static RequestRejected conversationNotFound(String id) {
        return notFound("Conversation", id, "conversation");
    }

    /** Returns the 400 of a request to cancel a response that does not run in the background. */
    public static RequestRejected notInBackground(String id) {
        return new RequestRejected(
                400,
                new ApiError(
                        "Cannot cancel a synchronous response. Response '" + Rejections.shown(id)
                                + "' was not created with background set to true.",
                        ApiError.INVALID_REQUEST,
                        null,
                        null));
    }

    private static RequestRejected notFound(String what, String id, @Nullable String param) {
        return new RequestRejected(
                404,
                new ApiError(
                        what + " with id '" + Rejections.shown(id) + "' not found.",
                        ApiError.INVALID_REQUEST,
                        param,
                        null));
    }
}
