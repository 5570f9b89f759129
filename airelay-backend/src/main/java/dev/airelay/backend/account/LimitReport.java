package dev.airelay.backend.account;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The limits reported by the headers of a response or by an event in it.
 *
 * @param families by id, e.g. {@code codex} or {@code codex_bengalfox}
 * @param plan the plan, if reported
 * @param credits the credits, if reported
 * @param at when it was received
 */
public record LimitReport(Map<String, Family> families, Optional<String> plan, Optional<Credits> credits, Instant at) {

    /** The family of everything that has none of its own. */
    public static final String DEFAULT_FAMILY = "codex";

    /** Copies the map. */
    public LimitReport {
        families = Map.copyOf(families);
    }

    /** Returns whether nothing is reported. */
    public boolean isEmpty() {
        return families.isEmpty() && plan.isEmpty() && credits.isEmpty();
    }

    /**
     * The windows of one limit.
     *
     * @param primary the first, of any length
     * @param secondary the second
     */
    public record Family(Optional<LimitWindow> primary, Optional<LimitWindow> secondary) {}

    /**
     * The credits that can be spent beyond the plan.
     *
     * @param hasCredits whether there is something to spend
     * @param unlimited whether it has no end
     * @param balance as the upstream writes it
     */
    public record Credits(boolean hasCredits, boolean unlimited, Optional<String> balance) {}
}
