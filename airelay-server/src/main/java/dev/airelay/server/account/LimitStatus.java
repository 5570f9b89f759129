package dev.airelay.server.account;

import dev.airelay.backend.account.LimitReport;
import dev.airelay.backend.account.LimitWindow;
import dev.airelay.server.upstream.WindowLabel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one limit and its windows.
 *
 * @param now the current time in epoch seconds
 */
record LimitStatus(long now) {

    private static final double FULL = 100;
    private static final long MINUTE = 60;
    /** The last second of the year 9999: later values are invalid. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** Returns the limit, or null if nothing is known of it; {@code heard} takes precedence over the upstream's report. */
    JsonNode of(JsonNode reported, Optional<LimitReport.Family> heard) {
        if (!reported.isObject() && heard.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        Optional<LimitWindow> primary = heard.flatMap(LimitReport.Family::primary);
        Optional<LimitWindow> secondary = heard.flatMap(LimitReport.Family::secondary);
        boolean exhausted = primary.map(LimitWindow::exhausted).orElse(false)
                || secondary.map(LimitWindow::exhausted).orElse(false);
        ObjectNode limit = JsonNodeFactory.instance.objectNode();
        limit.put("allowed", exhausted ? Boolean.FALSE : flag(reported, "allowed"));
        limit.put("limit_reached", exhausted ? Boolean.TRUE : flag(reported, "limit_reached"));
        putWindow(limit, "primary_window", reported, primary);
        putWindow(limit, "secondary_window", reported, secondary);
        return limit;
    }

    private void putWindow(ObjectNode limit, String name, JsonNode reported, Optional<LimitWindow> heard) {
        JsonNode window = reported.path(name);
        if (!window.isObject() && heard.isEmpty()) {
            limit.putNull(name);
            return;
        }
        Double used = heard.map(LimitWindow::usedPercent).orElse(decimal(window.path("used_percent")));
        Long seconds = valueOr(heard.map(LimitWindow::seconds), whole(window.path("limit_window_seconds")));
        Long resetAt = valueOr(heard.map(LimitWindow::resetAt), time(window.path("reset_at")));
        Long reportedAfter = heard.isPresent() ? null : whole(window.path("reset_after_seconds"));
        Long after =
                reportedAfter == null && resetAt != null ? Long.valueOf(Math.max(0, resetAt - now)) : reportedAfter;
        limit.putObject(name)
                .put("used_percent", used)
                .put("remaining_percent", used == null ? null : remaining(used))
                .put("window_seconds", seconds)
                .put(
                        "window_minutes",
                        seconds == null ? null : Long.valueOf(Math.floorDiv(seconds + MINUTE - 1, MINUTE)))
                .put("window_label", seconds == null || seconds <= 0 ? null : WindowLabel.of(seconds))
                .put("reset_after_seconds", after)
                .put("reset_at", resetAt)
                .put(
                        "reset_at_iso",
                        resetAt == null ? null : Instant.ofEpochSecond(resetAt).toString());
    }

    private static double remaining(double used) {
        double left = Math.max(0, Math.min(FULL, FULL - used));
        return BigDecimal.valueOf(left).setScale(2, RoundingMode.HALF_EVEN).doubleValue();
    }

    private static @Nullable Long valueOr(Optional<OptionalLong> heard, @Nullable Long reported) {
        OptionalLong value = heard.orElse(OptionalLong.empty());
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : reported;
    }

    private static @Nullable Boolean flag(JsonNode node, String name) {
        return node.path(name).isBoolean() ? node.path(name).booleanValue() : null;
    }

    private static @Nullable Double decimal(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue()) ? node.doubleValue() : null;
    }

    /** A number without a fraction, in any notation. */
    private static @Nullable Long whole(JsonNode node) {
        boolean whole = node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToLong();
        return whole ? node.longValue() : null;
    }

    private static @Nullable Long time(JsonNode node) {
        Long second = whole(node);
        return second == null || second < 0 || second > LAST_SECOND ? null : second;
    }
}
