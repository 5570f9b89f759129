package dev.airelay.cli.relay;

import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.cli.text.TimeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The windows of a plan as bars of what remains.
 *
 * @param unicode whether the bars may use block characters
 * @param width of the terminal
 */
public record PlanWindows(TimeText times, boolean unicode, int width) {
    private static final int CELLS = 20;
    private static final int FEW_CELLS = 8;
    private static final int NARROW = 64;
    private static final double LOW = 20;

    /** One window: its name in full and its length, what remains in percent, and when it starts again. */
    private record Window(String name, String label, double remaining, Optional<Instant> reset) {}

    /**
     * Prints a line for each window of the plan itself, and for those of single models and features that are nearly used up.
     *
     * @param limits the member {@code rate_limits} of {@code GET /v1/subscription/status}
     */
    public void print(Page page, JsonNode limits) {
        windows(limits.path("default"), "").forEach(window -> print(page, window));
        others(limits).values().stream()
                .flatMap(List::stream)
                .filter(window -> window.remaining() < LOW)
                .forEach(window -> print(page, window));
    }

    /**
     * Prints a line for every window; those of single models and features follow their name.
     *
     * @param limits the member {@code rate_limits} of {@code GET /v1/subscription/status}
     * @return whether there was any
     */
    public boolean printAll(Page page, JsonNode limits) {
        List<Window> own = windows(limits.path("default"), "");
        own.forEach(window -> print(page, window));
        Map<String, List<Window>> others = others(limits);
        others.forEach((name, windows) -> {
            page.line("").line("  " + name);
            windows.forEach(window ->
                    print(page, new Window(window.label(), window.label(), window.remaining(), window.reset())));
        });
        return !own.isEmpty() || !others.isEmpty();
    }

    private static Map<String, List<Window>> others(JsonNode limits) {
        Map<String, List<Window>> others = new LinkedHashMap<>();
        put(others, "Code review", limits.path("code_review"));
        limits.path("additional")
                .forEach(limit -> put(others, limit.path("limit_name").asString("other"), limit.path("rate_limit")));
        return others;
    }

    private static void put(Map<String, List<Window>> others, String name, JsonNode limit) {
        List<Window> windows = windows(limit, name + " ");
        if (!windows.isEmpty()) {
            others.put(name, windows);
        }
    }

    private static List<Window> windows(JsonNode limit, String prefix) {
        List<Window> windows = new ArrayList<>();
        // The longer one first: it is the one that cannot be waited for.
        for (String name : List.of("secondary_window", "primary_window")) {
            JsonNode window = limit.path(name);
            if (window.path("remaining_percent").isNumber()) {
                JsonNode reset = window.path("reset_at");
                windows.add(new Window(
                        prefix + label(window),
                        label(window),
                        window.path("remaining_percent").doubleValue(),
                        reset.isIntegralNumber()
                                ? Optional.of(Instant.ofEpochSecond(reset.longValue()))
                                : Optional.empty()));
            }
        }
        return windows;
    }

    /** The words for the lengths that plans have; the relay's own label for others. */
    private static String label(JsonNode window) {
        String label = window.path("window_label").asString("window");
        if (label.equals("weekly")) {
            return "Week";
        }
        return label.endsWith("h") ? label.substring(0, label.length() - 1) + " hours" : label;
    }

    private void print(Page page, Window window) {
        int cells = width < NARROW ? FEW_CELLS : CELLS;
        int full = (int) Math.round(window.remaining() / 100 * cells);
        if (full == 0 && window.remaining() > 0) {
            full = 1;
        }
        String bar = (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : ".").repeat(cells - full);
        String left = "%3d%% left".formatted(Math.round(window.remaining()));
        String reset = window.reset()
                .map(at -> window.remaining() > 0 ? "resets " + times.until(at) : "works again " + times.until(at))
                .orElse("");
        TextStyle style =
                window.remaining() <= 0 ? TextStyle.BAD : window.remaining() < LOW ? TextStyle.WARN : TextStyle.GOOD;
        page.labeled(window.name(), bar + "  " + left, style, reset);
    }
}
