package dev.airelay.transforms.failure;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Finds out how long the upstream wants its caller to wait. */
final class RetryDelay {

    private static final double EXHAUSTED_PERCENT = 100;

    private RetryDelay() {}

    /**
     * Returns the wait: the time until the reset that the error tells, else its reset time, else the {@code retry-after}
     * headers, else the time in the message, else, for a limit, the reset of the window that is used up. Durations come
     * before times, because these are of no use where this machine's clock is wrong.
     */
    static Optional<Duration> of(ErrorReport report, UpstreamHeaders headers, boolean limit, long epochSeconds) {
        return report.resetsIn()
                .map(Durations::ofSeconds)
                .or(() -> report.resetsAt().map(at -> Durations.ofSeconds(at - epochSeconds)))
                .or(() -> number(headers, "retry-after-ms").map(millis -> Durations.ofSeconds(millis / 1000)))
                .or(() -> number(headers, "retry-after").map(Durations::ofSeconds))
                .or(() -> headers.first("retry-after").flatMap(date -> untilDate(date, epochSeconds)))
                .or(() -> DelayText.parse(report.message()))
                .or(() -> limit ? windowReset(headers, epochSeconds) : Optional.empty());
    }

    private static Optional<Duration> untilDate(String httpDate, long epochSeconds) {
        try {
            long at = ZonedDateTime.parse(httpDate.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toEpochSecond();
            return Optional.of(Durations.ofSeconds((double) at - epochSeconds));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    /** Returns the longest reset of the windows that are used up. */
    private static Optional<Duration> windowReset(UpstreamHeaders headers, long epochSeconds) {
        return List.of("x-codex-primary-", "x-codex-secondary-").stream()
                .filter(window -> number(headers, window + "used-percent").orElse(0.0) >= EXHAUSTED_PERCENT)
                .flatMap(window -> number(headers, window + "reset-after-seconds")
                        .or(() -> number(headers, window + "reset-at").map(at -> at - epochSeconds))
                        .stream())
                .max(Double::compare)
                .map(Durations::ofSeconds);
    }

    private static Optional<Double> number(UpstreamHeaders headers, String name) {
        return headers.first(name).map(String::strip).flatMap(Decimals::parse);
    }
}
