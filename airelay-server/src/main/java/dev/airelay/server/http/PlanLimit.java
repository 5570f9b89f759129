package dev.airelay.server.http;

import dev.airelay.transforms.failure.ApiError;
import java.util.Set;

/** Distinguishes the limits of the plan, which last for hours, from rate limits, which last for seconds. */
public final class PlanLimit {

    private static final Set<String> CODES = Set.of("usage_limit_reached", "insufficient_quota", "rate_limit_reached");

    private PlanLimit() {}

    /** Returns true for an error that means that the plan is used up. */
    public static boolean isReached(ApiError error) {
        String code = error.code();
        return code != null && CODES.contains(code);
    }
}
