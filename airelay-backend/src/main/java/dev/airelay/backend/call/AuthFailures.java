package dev.airelay.backend.call;

import dev.airelay.auth.session.AuthException;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Failures of the login, worded for the client. The client's own credential is right, so the status is never 401, which
 * would make the client discard a good relay token.
 */
final class AuthFailures {

    private static final String REJECTED = "upstream_auth_rejected";
    private static final int STATUS = 503;
    /** When to retry after a temporary failure of the renewal: later than a renewal in progress takes. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private AuthFailures() {}

    /** There are no credentials to send. */
    static UpstreamFailure of(@Nullable Throwable cause) {
        if (cause instanceof AuthException known) {
            return failure(
                    known.failure().code(), known.getMessage(), known.lasting() ? Optional.empty() : Optional.of(SOON));
        }
        return failure(
                "credentials_unavailable",
                "The upstream session could not be read. To see why, run: airelay status",
                Optional.empty());
    }

    /** The upstream refused the credentials. */
    static UpstreamFailure rejected() {
        return failure(
                REJECTED, "The upstream no longer accepts the stored session. Run: airelay login", Optional.empty());
    }

    /**
     * Returns the same failure, or one that names the refused request: generations may still be accepted, so this alone is
     * not a reason to sign in again.
     *
     * @param what the requested object, such as {@code the list of models}
     */
    static Throwable rejectedFor(String what, Throwable failure) {
        boolean refused = failure instanceof UpstreamException known
                && REJECTED.equals(known.failure().error().code());
        return refused
                ? new UpstreamException(failure(
                        REJECTED,
                        "The upstream refused the stored session when AIRelay requested " + what
                                + " (status 401)."
                                + " Generation requests may still work. If they fail too, run: airelay login",
                        Optional.empty()))
                : failure;
    }

    private static UpstreamFailure failure(String code, @Nullable String message, Optional<Duration> retryAfter) {
        String text = message == null ? "No upstream session is stored. Run: airelay login" : message;
        return new UpstreamFailure(
                UpstreamFailure.Kind.SERVER,
                STATUS,
                new ApiError(text, ApiError.UPSTREAM_AUTH, null, code),
                retryAfter);
    }
}
