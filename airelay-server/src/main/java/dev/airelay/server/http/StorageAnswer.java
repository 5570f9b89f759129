package dev.airelay.server.http;

import dev.airelay.store.frame.StoreException;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Turns a refusal or failure of the store into an HTTP error. */
public final class StorageAnswer {

    private StorageAnswer() {}

    /** Returns the answer to a failed piece of work; what is nobody's refusal is thrown on. */
    public static Response of(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RequestRejected rejected) {
            return Response.error(rejected.status(), rejected.error());
        }
        if (cause instanceof StoreException refused) {
            return of(refused);
        }
        if (cause instanceof MemoryShare.NoRoomException || cause instanceof OutOfMemoryError) {
            return FailureAnswer.of(UpstreamFailure.outOfMemory());
        }
        throw new IllegalStateException("work on the store failed in an unknown way", cause);
    }

    private static Response of(StoreException failure) {
        return switch (failure.failure()) {
            case TOO_LARGE -> client(413, "too_large", null, failure);
            case QUOTA_EXCEEDED, TOO_MANY -> client(413, "storage_limit_exceeded", null, failure);
            case UNKNOWN_CURSOR -> client(400, "invalid_value", "after", failure);
            case UNKNOWN_UPLOAD -> client(404, "not_found", null, failure);
            case UPLOAD_CLOSED, UPLOAD_MISMATCH, DUPLICATE_ID -> client(400, "invalid_value", null, failure);
            case DISK_FULL, READ_ONLY, NEWER_FORMAT, DISK -> ownFault(failure);
        };
    }

    private static Response client(int status, String code, @Nullable String param, StoreException failure) {
        return Response.error(status, new ApiError(message(failure), ApiError.INVALID_REQUEST, param, code));
    }

    /** A repetition would fail in the same way until the owner of the disk acts. */
    private static Response ownFault(StoreException failure) {
        return Response.error(507, new ApiError(message(failure), ApiError.SERVER_ERROR, null, "storage_failed"))
                .header("x-should-retry", "false");
    }

    /** Logs that something was not stored: with its reason where the store knows it, else with all that is known. */
    public static void log(System.Logger log, System.Logger.Level level, String event, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StoreException known) {
            log.log(level, event + ": " + known.getMessage());
        } else {
            log.log(level, event, cause);
        }
    }

    private static String message(StoreException failure) {
        String text = String.valueOf(failure.getMessage());
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
