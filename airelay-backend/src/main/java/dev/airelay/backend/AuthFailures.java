package dev.airelay.backend;

import dev.airelay.auth.AuthException;
import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.UpstreamFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Failures of the login as the client is told of them. The client's own credential is right, so it is never a 401: that
 * would make it throw away a good relay token.
 */
final class AuthFailures {

    private static final String REJECTED = "upstream_auth_rejected";
    private static final int STATUS = 503;

    private AuthFailures() {}

    /** There are no credentials to send. */
    static UpstreamFailure of(@Nullable Throwable cause) {
        if (cause instanceof AuthException known) {
            return failure(known.failure().code(), known.getMessage());
        }
        return failure("credentials_unavailable", "The ChatGPT login could not be read. Run: airelay status");
    }

    /** The upstream refused the credentials. */
    static UpstreamFailure rejected() {
        return failure(
                REJECTED,
                "The upstream no longer accepts the ChatGPT login that AIRelay stores. Sign in again with: airelay login");
    }

    private static UpstreamFailure failure(String code, @Nullable String message) {
        String text = message == null ? "There is no ChatGPT login. Run: airelay login" : message;
        return new UpstreamFailure(
                UpstreamFailure.Kind.SERVER,
                STATUS,
                new ApiError(text, ApiError.UPSTREAM_AUTH, null, code),
                Optional.empty());
    }
}
