package dev.airelay.backend.account;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the headers of an answer, or an event in it, say of the limits.
 *
 * @param families by id, e.g. {@code codex} or {@code codex_bengalfox}
 * @param plan the plan, if told
 * @param credits the credits, if told
 * @param at when it was told
 */
public record LimitReport(Map<String, Family> families, Optional<String> plan, Optional<Credits> credits, Instant at) {

    /** The family that counts for everything that has none of its own. */
    public static final String DEFAULT_FAMILY = "codex";

    /** Copies the map. */
    public LimitReport {
        families = Map.copyOf(families);
    }

    /** Returns whether nothing is told. */
    public boolean isEmpty() {
        return families.isEmpty() && plan.isEmpty() && credits.isEmpty();
    }

    /**
     * The windows of one limit.
     *
     * @param primary the first, of whatever length
     * @param secondary the second
     */
    public record Family(Optional<LimitWindow> primary, Optional<LimitWindow> secondary) {}

    /**
     * What can be spent beyond the plan.
     *
     * @param hasCredits whether there is something to spend
     * @param unlimited whether it has no end
     * @param balance as the upstream writes it
     */
    public record Credits(boolean hasCredits, boolean unlimited, Optional<String> balance) {}
}
