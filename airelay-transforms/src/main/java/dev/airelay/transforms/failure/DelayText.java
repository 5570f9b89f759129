package dev.airelay.transforms.failure;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the waiting time in a message such as "Please try again in 1.3s." */
final class DelayText {

    private static final String MARK = "try again in ";
    private static final Map<String, Double> SECONDS = Map.ofEntries(
            Map.entry("ms", 0.001),
            Map.entry("millisecond", 0.001),
            Map.entry("s", 1.0),
            Map.entry("sec", 1.0),
            Map.entry("second", 1.0),
            Map.entry("m", 60.0),
            Map.entry("min", 60.0),
            Map.entry("minute", 60.0),
            Map.entry("h", 3600.0),
            Map.entry("hr", 3600.0),
            Map.entry("hour", 3600.0),
            Map.entry("d", 86400.0),
            Map.entry("day", 86400.0));

    private DelayText() {}

    /** Returns the time after "try again in", which may be several numbers with units, such as {@code 6m0s}. */
    static Optional<Duration> parse(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        int mark = text.indexOf(MARK);
        if (mark < 0) {
            return Optional.empty();
        }
        int i = mark + MARK.length();
        double seconds = 0;
        boolean found = false;
        while (true) {
            int number = skip(text, i);
            int unit = Decimals.end(text, number);
            int unitStart = spaces(text, unit);
            int end = letters(text, unitStart);
            Double factor = unit == number ? null : factor(text.substring(unitStart, end));
            if (factor == null) {
                return found ? Optional.of(Durations.ofSeconds(seconds)) : Optional.empty();
            }
            seconds += Double.parseDouble(text.substring(number, unit)) * factor;
            found = true;
            i = end;
        }
    }

    private static @Nullable Double factor(String unit) {
        Double exact = SECONDS.get(unit);
        return exact == null && unit.endsWith("s") ? SECONDS.get(unit.substring(0, unit.length() - 1)) : exact;
    }

    private static int skip(String text, int from) {
        int i = spaces(text, from);
        if (text.startsWith("and ", i)) {
            i = spaces(text, i + 4);
        } else if (text.startsWith(", ", i)) {
            i += 2;
        }
        return i;
    }

    private static int spaces(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    private static int letters(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= 'a' && text.charAt(i) <= 'z') {
            i++;
        }
        return i;
    }
}
