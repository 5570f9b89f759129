package dev.airelay.security;

import dev.airelay.base.DurationFormat;
import dev.airelay.security.AdmissionDecision.Refused;

/** The messages of refusals by one set of limits. */
final class Refusals {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final AdmissionLimits limits;

    Refusals(AdmissionLimits limits) {
        this.limits = limits;
    }

    Refused blocked(long remainingNanos) {
        AdmissionLimits.FailedAuth rule = limits.failedAuth();
        return refused(
                AdmissionLimit.FAILED_AUTH,
                remainingNanos,
                "This address sent " + rule.maxAttempts() + " requests with a missing or wrong relay token within "
                        + DurationFormat.of(rule.window())
                        + ", so it is blocked. From the relay's own machine, the right token still works.");
    }

    Refused tooManyAtOnce(long nanosUntilReturn) {
        return refused(
                AdmissionLimit.CONCURRENCY,
                nanosUntilReturn,
                "This address has reached its limit of " + limits.concurrentRequests() + " requests in progress and "
                        + limits.waiting().places() + " waiting.");
    }

    Refused waitedTooLong(long nanosUntilReturn) {
        return refused(
                AdmissionLimit.CONCURRENCY,
                nanosUntilReturn,
                "This address has " + limits.concurrentRequests()
                        + " requests in progress, which is the limit, and none finished within "
                        + DurationFormat.of(limits.waiting().longest()) + ".");
    }

    Refused tooOften(long nanosUntilReturn) {
        return refused(
                AdmissionLimit.RATE,
                nanosUntilReturn,
                "This address may send " + limits.requestsPerMinute() + " requests per minute, " + limits.burst()
                        + " of them at once.");
    }

    private static Refused refused(AdmissionLimit limit, long nanos, String what) {
        long retryAfter = Math.max(1, (nanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
        return new Refused(limit, retryAfter, what + " Try again in " + retryAfter + " s.");
    }
}
