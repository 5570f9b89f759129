package dev.airelay.emulator;

import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/** The account's windows, told three ways: response headers, an in-stream event and the usage endpoint. */
final class RateLimits {
    static final String PLAN = "plus";
    private static final int PRIMARY_MINUTES = 300;
    private static final int SECONDARY_MINUTES = 10_080;
    private static final double PRIMARY_USED = 37;
    private static final double SECONDARY_USED = 12;
    private static final int PRIMARY_RESET_SECONDS = 8_211;
    private static final int SECONDARY_RESET_SECONDS = 302_400;

    private final InstantSource clock;

    RateLimits(InstantSource clock) {
        this.clock = clock;
    }

    Headers headers() {
        return Headers.of("x-codex-plan-type", PLAN)
                .with("x-codex-active-limit", "codex")
                .with(window("primary", PRIMARY_USED, PRIMARY_MINUTES, PRIMARY_RESET_SECONDS))
                .with(window("secondary", SECONDARY_USED, SECONDARY_MINUTES, SECONDARY_RESET_SECONDS))
                .with("x-codex-primary-over-secondary-limit-percent", "0")
                .with("x-codex-credits-has-credits", "False")
                .with("x-codex-credits-unlimited", "False")
                .with("x-codex-credits-balance", "");
    }

    StreamEvent event() {
        StreamEvent event = StreamEvent.of("codex.rate_limits");
        ObjectNode limits = event.json().put("plan_type", PLAN).putObject("rate_limits");
        limits.putObject("primary")
                .put("used_percent", PRIMARY_USED)
                .put("window_minutes", PRIMARY_MINUTES)
                .put("reset_at", resetAt(PRIMARY_RESET_SECONDS));
        limits.putObject("secondary")
                .put("used_percent", SECONDARY_USED)
                .put("window_minutes", SECONDARY_MINUTES)
                .put("reset_at", resetAt(SECONDARY_RESET_SECONDS));
        event.json()
                .putObject("credits")
                .put("has_credits", false)
                .put("unlimited", false)
                .putNull("balance");
        return event;
    }

    /** The usage endpoint's full shape. */
    ObjectNode usage(String accountId) {
        ObjectNode usage = Json.object()
                .put("user_id", "user-emulator")
                .put("account_id", accountId)
                .put("email", "emulator@example.invalid")
                .put("plan_type", PLAN);
        usage.set("rate_limit", status(PRIMARY_USED, SECONDARY_USED));
        usage.set("code_review_rate_limit", status(0, 0));
        ObjectNode family = usage.putArray("additional_rate_limits").addObject();
        family.put("limit_name", "GPT-5.3-Codex-Spark").put("metered_feature", "codex_bengalfox");
        family.set("rate_limit", status(1, 2));
        usage.putObject("credits")
                .put("has_credits", false)
                .put("unlimited", false)
                .put("balance", "0")
                .putNull("approx_local_messages")
                .putNull("approx_cloud_messages");
        usage.putNull("rate_limit_reached_type");
        usage.putNull("spend_control");
        usage.putObject("rate_limit_reset_credits").put("available_count", 0);
        return usage;
    }

    /** The time {@code seconds} from now, in epoch seconds. */
    long resetAt(long seconds) {
        return clock.instant().getEpochSecond() + seconds;
    }

    private Headers window(String name, double used, int minutes, int reset) {
        String prefix = "x-codex-" + name + "-";
        return Headers.of(prefix + "used-percent", Double.toString(used))
                .with(prefix + "window-minutes", Integer.toString(minutes))
                .with(prefix + "reset-at", Long.toString(resetAt(reset)));
    }

    private ObjectNode status(double primary, double secondary) {
        ObjectNode status = Json.object().put("allowed", true).put("limit_reached", false);
        status.set("primary_window", window(primary, PRIMARY_MINUTES, PRIMARY_RESET_SECONDS));
        status.set("secondary_window", window(secondary, SECONDARY_MINUTES, SECONDARY_RESET_SECONDS));
        return status;
    }

    private ObjectNode window(double used, int minutes, int reset) {
        return Json.object()
                .put("used_percent", used)
                .put("limit_window_seconds", minutes * 60)
                .put("reset_after_seconds", reset)
                .put("reset_at", resetAt(reset));
    }
}
