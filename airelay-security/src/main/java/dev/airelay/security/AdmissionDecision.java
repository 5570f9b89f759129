package dev.airelay.security;

import java.time.Duration;

/** The decision on a request. */
public sealed interface AdmissionDecision {

    /**
     * The request may proceed.
     *
     * @param slot to be closed when the answer has ended, however it ended
     * @param waited how long the request stood in the queue; zero when it did not
     */
    record Admitted(Slot slot, Duration waited) implements AdmissionDecision {}

    /**
     * The client did not present the token: 401.
     *
     * @param reason why
     * @param failedAttempts how many within the window, this one included; 0 when it did not count
     * @param blockedFor how long the address is refused from now on; zero when it is not
     */
    record Unauthorized(BearerDecision.Reason reason, int failedAttempts, Duration blockedFor)
            implements AdmissionDecision {}

    /**
     * The client asks too much: 429.
     *
     * @param limit which limit it ran into
     * @param retryAfterSeconds at least 1
     * @param message for the client, naming the limit, its figures and the remedy
     */
    record Refused(AdmissionLimit limit, long retryAfterSeconds, String message) implements AdmissionDecision {}
}
