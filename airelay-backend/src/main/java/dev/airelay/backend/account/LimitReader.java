package dev.airelay.backend.account;

import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.event.UpstreamEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads limits from the headers of a response and from the event {@code codex.rate_limits}. Lenient: a value that is empty,
 * not a number or not finite counts as absent. Pure.
 */
public final class LimitReader {

    private static final JsonTrees JSON = JsonTrees.usual();
    private static final Pattern USED = Pattern.compile("x-(.+)-(?:primary|secondary)-used-percent");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");
    /** The last second of the year 9999: later values are invalid. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final String CREDITS = "x-codex-credits-";

    private LimitReader() {}

    /** Returns the limits in the headers; empty if there are none. */
    public static Optional<LimitReport> ofHead(UpstreamHead head, Instant now) {
        Map<String, LimitReport.Family> families = new HashMap<>();
        for (String name : head.headers().keySet()) {
            if (!name.endsWith("-used-percent")) {
                continue;
            }
            Matcher used = USED.matcher(name);
            if (used.matches()) {
                LimitReport.Family family = family(head, "x-" + used.group(1), now);
                if (!isEmpty(family)) {
                    families.put(used.group(1).replace('-', '_'), family);
                }
            }
        }
        return reported(new LimitReport(families, filled(text(head, "x-codex-plan-type")), credits(head), now));
    }

    /** Returns the limits in a {@code codex.rate_limits} event; empty if there are none. */
    public static Optional<LimitReport> ofEvent(UpstreamEvent event, Instant now) {
        JsonNode json = tree(event.json());
        JsonNode limits = json.path("rate_limits");
        LimitReport.Family family =
                new LimitReport.Family(window(limits.path("primary")), window(limits.path("secondary")));
        String id = json.path("metered_limit_name").stringValue(LimitReport.DEFAULT_FAMILY);
        Map<String, LimitReport.Family> families = isEmpty(family) ? Map.of() : Map.of(id, family);
        JsonNode credits = json.path("credits");
        Optional<LimitReport.Credits> spendable = credits.isObject()
                ? Optional.of(new LimitReport.Credits(
                        credits.path("has_credits").asBoolean(false),
                        credits.path("unlimited").asBoolean(false),
                        filled(credits.path("balance").asString(""))))
                : Optional.empty();
        return reported(new LimitReport(families, filled(json.path("plan_type").asString("")), spendable, now));
    }

    private static Optional<LimitReport> reported(LimitReport report) {
        return report.isEmpty() ? Optional.empty() : Optional.of(report);
    }

    private static boolean isEmpty(LimitReport.Family family) {
        return family.primary().isEmpty() && family.secondary().isEmpty();
    }

    private static LimitReport.Family family(UpstreamHead head, String prefix, Instant now) {
        return new LimitReport.Family(
                window(head, prefix + "-primary-", now), window(head, prefix + "-secondary-", now));
    }

    private static Optional<LimitWindow> window(UpstreamHead head, String prefix, Instant now) {
        double used = number(head, prefix + "used-percent");
        long minutes = positive(number(head, prefix + "window-minutes"));
        long resetAt = positive(number(head, prefix + "reset-at"));
        long resetAfter = positive(number(head, prefix + "reset-after-seconds"));
        long reset = resetAt == 0 && resetAfter > 0 ? now.getEpochSecond() + resetAfter : resetAt;
        return Double.isNaN(used) ? Optional.empty() : window(used, minutes, reset);
    }

    private static Optional<LimitWindow> window(JsonNode window) {
        double used = window.path("used_percent").asDouble(Double.NaN);
        return Double.isFinite(used)
                ? window(
                        used,
                        window.path("window_minutes").asLong(0),
                        window.path("reset_at").asLong(0))
                : Optional.empty();
    }

    /** An unused window that has neither length nor end does not count. */
    private static Optional<LimitWindow> window(double used, long minutes, long resetAt) {
        if (used == 0 && minutes <= 0 && resetAt <= 0) {
            return Optional.empty();
        }
        return Optional.of(new LimitWindow(
                used,
                minutes > 0 ? OptionalLong.of(minutes * 60) : OptionalLong.empty(),
                resetAt > 0 && resetAt <= LAST_SECOND ? OptionalLong.of(resetAt) : OptionalLong.empty()));
    }

    private static Optional<LimitReport.Credits> credits(UpstreamHead head) {
        String has = text(head, CREDITS + "has-credits");
        return has.isEmpty()
                ? Optional.empty()
                : Optional.of(new LimitReport.Credits(
                        isTrue(has),
                        isTrue(text(head, CREDITS + "unlimited")),
                        filled(text(head, CREDITS + "balance"))));
    }

    private static boolean isTrue(String text) {
        return text.equals("1") || text.toLowerCase(Locale.ROOT).equals("true");
    }

    /** Returns a header without surrounding space; empty if it is absent. */
    private static String text(UpstreamHead head, String name) {
        return head.header(name).orElse("").strip();
    }

    private static Optional<String> filled(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Returns a header that is a number; NaN for any other. */
    private static double number(UpstreamHead head, String name) {
        String text = text(head, name);
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    /** Returns the whole part of a positive number; 0 for any other, and for none. */
    private static long positive(double number) {
        return Math.max(0, (long) number);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.read(json);
        } catch (JacksonException malformed) {
            return MissingNode.getInstance();
        }
    }
}
