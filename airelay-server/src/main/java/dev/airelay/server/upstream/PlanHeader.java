package dev.airelay.server.upstream;

import dev.airelay.backend.account.LimitReport;
import dev.airelay.backend.account.LimitWindow;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports the use of the plan in one header of a response: {@code 5h;used=37;reset=1700000000, weekly;used=12}. There are no
 * {@code x-ratelimit-*} headers, because the plan counts neither requests nor tokens.
 */
public final class PlanHeader {

    private PlanHeader() {}

    /** Returns the value; empty if nothing is known of the general windows. */
    public static Optional<String> of(LimitReport report) {
        LimitReport.Family family = report.families().get(LimitReport.DEFAULT_FAMILY);
        if (family == null) {
            return Optional.empty();
        }
        String windows = Stream.of(family.primary(), family.secondary())
                .flatMap(Optional::stream)
                .filter(window -> window.seconds().orElse(0) > 0)
                .map(PlanHeader::window)
                .collect(Collectors.joining(", "));
        return Optional.of(windows).filter(text -> !text.isEmpty());
    }

    private static String window(LimitWindow window) {
        String used =
                BigDecimal.valueOf(window.usedPercent()).stripTrailingZeros().toPlainString();
        String text = WindowLabel.of(window.seconds().getAsLong()) + ";used=" + used;
        return window.resetAt().isPresent()
                ? text + ";reset=" + window.resetAt().getAsLong()
                : text;
    }
}
