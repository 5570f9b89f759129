package dev.airelay.emulator.turn;

import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.StreamEvent;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The account's windows, reported in three ways: response headers, an in-stream event and the usage endpoint. All three
 * report the state after the last turn: 100 % when that was refused because the plan is used up. Safe for concurrent use.
 */
public final class RateLimits {
    public static final String PLAN = EmulatedAccount.standard().plan();
    /** How long a plan that is used up stays so: a little less than the long window. */
    public static final int USED_UP_SECONDS = 602_705;

    private static final String EVENT = "codex.rate_limits";
    private static final String PRIMARY = "primary";
    private static final String SECONDARY = "secondary";
    private static final int FULL = 100;
    private static final int PRIMARY_MINUTES = 300;
    private static final int SECONDARY_MINUTES = 10_080;
    private static final int NO_RESET = -1;
    private static final Window SHORT = new Window(PRIMARY, 37, PRIMARY_MINUTES, 8_211);
    private static final List<Window> USUAL = List.of(SHORT, new Window(SECONDARY, 12, SECONDARY_MINUTES, 302_400));

    private final InstantSource clock;
    private volatile List<Window> windows = USUAL;

    /** Limits that reset by that clock. */
    public RateLimits(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A window of the plan.
     *
     * @param used in percent
     * @param resetSeconds until it begins again, or {@link #NO_RESET}
     */
    private record Window(String name, double used, int minutes, int resetSeconds) {
        boolean full() {
            return used >= FULL;
        }
    }

    /** Notes that a turn is answered: the plan is not used up. */
    public void answered() {
        windows = USUAL;
    }

    /**
     * Notes that a turn is refused because the plan is used up.
     *
     * @param withResets whether the windows name the time of their reset
     */
    public void usedUp(boolean withResets) {
        windows = List.of(
                withResets ? SHORT : new Window(PRIMARY, SHORT.used(), PRIMARY_MINUTES, NO_RESET),
                new Window(SECONDARY, FULL, SECONDARY_MINUTES, withResets ? USED_UP_SECONDS : NO_RESET));
    }

    /** The windows as response headers. */
    public Headers headers() {
        Headers headers = Headers.of("x-codex-plan-type", PLAN).with("x-codex-active-limit", "codex");
        for (Window window : windows) {
            headers = headers.with(headers(window));
        }
        headers = headers.with("x-codex-primary-over-secondary-limit-percent", "0")
                .with("x-codex-credits-has-credits", "False")
                .with("x-codex-credits-unlimited", "False")
                .with("x-codex-credits-balance", "");
        return isUsedUp() ? headers.with("x-codex-rate-limit-reached-type", "rate_limit_reached") : headers;
    }

    /** The response with the windows as they are now, instead of those it was planned with. */
    public ScriptedResponse applyTo(ScriptedResponse response) {
        ScriptedResponse bare = response;
        for (Window window : USUAL) {
            bare = bare.withoutHeader("x-codex-" + window.name() + "-reset-at");
        }
        return bare.withHeaders(headers())
                .mapEvents(events -> events.stream()
                        .map(event -> event.type().equals(EVENT) ? event() : event)
                        .toList());
    }

    private boolean isUsedUp() {
        return windows.stream().anyMatch(Window::full);
    }

    StreamEvent event() {
        StreamEvent event = StreamEvent.of(EVENT);
        ObjectNode limits = event.json().put("plan_type", PLAN).putObject("rate_limits");
        for (Window window : windows) {
            ObjectNode json = limits.putObject(window.name())
                    .put("used_percent", window.used())
                    .put("window_minutes", window.minutes());
            reset(json, window, false);
        }
        event.json()
                .putObject("credits")
                .put("has_credits", false)
                .put("unlimited", false)
                .putNull("balance");
        return event;
    }

    /** The usage endpoint's full shape. */
    public ObjectNode usage(String accountId) {
        ObjectNode usage = Json.object()
                .put("user_id", "user-emulator")
                .put("account_id", accountId)
                .put("email", "person@emulator.invalid")
                .put("plan_type", PLAN);
        usage.set("rate_limit", status(windows));
        usage.set("code_review_rate_limit", status(using(0, 0)));
        ObjectNode family = usage.putArray("additional_rate_limits").addObject();
        family.put("limit_name", "GPT-5.3-Codex-Spark").put("metered_feature", "codex_bengalfox");
        family.set("rate_limit", status(using(1, 2)));
        usage.putObject("credits")
                .put("has_credits", false)
                .put("unlimited", false)
                .put("balance", "0")
                .putNull("approx_local_messages")
                .putNull("approx_cloud_messages");
        if (isUsedUp()) {
            usage.putObject("rate_limit_reached_type").put("type", "rate_limit_reached");
        } else {
            usage.putNull("rate_limit_reached_type");
        }
        usage.putNull("spend_control");
        usage.putObject("rate_limit_reset_credits").put("available_count", 0);
        return usage;
    }

    /** The time {@code seconds} from now, in epoch seconds. */
    public long resetAt(long seconds) {
        return clock.instant().getEpochSecond() + seconds;
    }

    private static List<Window> using(double primary, double secondary) {
        return USUAL.stream()
                .map(window -> new Window(
                        window.name(),
                        window.name().equals(PRIMARY) ? primary : secondary,
                        window.minutes(),
                        window.resetSeconds()))
                .toList();
    }

    private Headers headers(Window window) {
        String prefix = "x-codex-" + window.name() + "-";
        Headers headers = Headers.of(prefix + "used-percent", Double.toString(window.used()))
                .with(prefix + "window-minutes", Integer.toString(window.minutes()));
        return window.resetSeconds() == NO_RESET
                ? headers
                : headers.with(prefix + "reset-at", Long.toString(resetAt(window.resetSeconds())));
    }

    private ObjectNode status(List<Window> reported) {
        boolean reached = reported.stream().anyMatch(Window::full);
        ObjectNode status = Json.object().put("allowed", !reached).put("limit_reached", reached);
        for (Window window : reported) {
            ObjectNode json = status.putObject(window.name() + "_window")
                    .put("used_percent", window.used())
                    .put("limit_window_seconds", window.minutes() * 60);
            reset(json, window, true);
        }
        return status;
    }

    private void reset(ObjectNode json, Window window, boolean inSeconds) {
        if (window.resetSeconds() != NO_RESET) {
            if (inSeconds) {
                json.put("reset_after_seconds", window.resetSeconds());
            }
            json.put("reset_at", resetAt(window.resetSeconds()));
        }
    }
}
