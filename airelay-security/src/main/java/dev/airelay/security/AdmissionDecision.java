package dev.airelay.security;

import java.time.Duration;

/** The decision on a request. */
public sealed interface AdmissionDecision {

    /**
     * The request may proceed.
     *
     * @param slot to be closed when the response has ended in any way
     * @param waited the time that the request spent in the queue; zero if it did not wait
     */
    record Admitted(Slot slot, Duration waited) implements AdmissionDecision {}

    /**
     * The client did not present the token: 401.
     *
     * @param reason why
     * @param failedAttempts number within the window, including this one; 0 if it did not count
     * @param blockedFor how long the address is blocked from now on; zero if it is not
     */
    record Unauthorized(BearerDecision.Reason reason, int failedAttempts, Duration blockedFor)
            implements AdmissionDecision {}

    /**
     * The client exceeds a limit: 429.
     *
     * @param limit the limit that it exceeds
     * @param retryAfterSeconds at least 1
     * @param message for the client, with the limit, its figures and what to do
     */
    record Refused(AdmissionLimit limit, long retryAfterSeconds, String message) implements AdmissionDecision {}
}
