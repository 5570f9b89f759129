package dev.airelay.transforms.failure;

import dev.airelay.base.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds out how long the upstream wants its caller to wait. */
final class RetryDelay {

    private static final double EXHAUSTED_PERCENT = 100;
    private static final double NANOS_PER_SECOND = 1e9;

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
                .or(() -> headers.first("retry-after").flatMap(value -> retryAfter(value, epochSeconds)))
                .or(() -> DelayText.parse(report.message()))
                .or(() -> limit ? windowReset(headers, epochSeconds) : Optional.empty());
    }

    private static Optional<Duration> retryAfter(String value, long epochSeconds) {
        return RetryAfter.parse(value, Instant.ofEpochSecond(epochSeconds))
                .map(wait -> Durations.ofSeconds(wait.getSeconds() + wait.getNano() / NANOS_PER_SECOND));
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
