package dev.airelay.server.upstream;

import dev.airelay.backend.account.LimitReport;
import dev.airelay.backend.account.LimitWindow;
import dev.airelay.server.http.PlanLimit;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.FailureTranslator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds the relay's knowledge to upstream failures. A failure because of a plan limit also reports the use of the plan: in
 * the members that the ChatGPT backend uses itself, and for each window.
 *
 * @param limits the latest known limits
 * @param clock the current time
 */
public record FailureDetails(LiveLimits limits, InstantSource clock) {

    /** Returns a translator that knows when the plan's limits end. */
    public FailureTranslator knowingLimits(FailureTranslator failures) {
        return failures.withLimits(error -> PlanLimit.isReached(error) ? limits.exhaustedUntil() : Optional.empty());
    }

    /** Returns the failure that an event reports. */
    public UpstreamFailure in(UpstreamEvent event) {
        return FailureClassifier.ofEvent(event, clock.instant().getEpochSecond());
    }

    /** Returns additional members for the error object of a failure; none for most. */
    public ObjectNode of(UpstreamFailure failure) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        if (failure.kind() != UpstreamFailure.Kind.LIMIT || !PlanLimit.isReached(failure.error())) {
            return error;
        }
        Optional<LimitReport> known = limits.latest();
        known.flatMap(LimitReport::plan).ifPresent(plan -> error.put("plan_type", plan));
        failure.retryAfter().ifPresent(delay -> putReset(error, delay));
        known.ifPresent(report -> putWindows(error.putArray("windows"), report));
        return error;
    }

    private void putReset(ObjectNode error, Duration delay) {
        long seconds = (delay.toMillis() + 999) / 1000;
        error.put("resets_at", clock.instant().getEpochSecond() + seconds).put("resets_in_seconds", seconds);
    }

    private static void putWindows(ArrayNode windows, LimitReport report) {
        report.families().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(family -> Stream.of(
                                family.getValue().primary(), family.getValue().secondary())
                        .flatMap(Optional::stream)
                        .forEach(window -> putWindow(windows.addObject(), family.getKey(), window)));
    }

    private static void putWindow(ObjectNode node, String family, LimitWindow window) {
        node.put("limit", family);
        window.seconds().ifPresent(seconds -> node.put("window", WindowLabel.of(seconds)));
        node.put("used_percent", window.usedPercent());
        window.resetAt().ifPresent(at -> node.put("resets_at", at));
    }
}
