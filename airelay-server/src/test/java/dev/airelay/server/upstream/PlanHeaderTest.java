package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.account.LimitReport;
import dev.airelay.backend.account.LimitWindow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PlanHeaderTest {

    private static LimitReport report(String family, LimitWindow primary, Optional<LimitWindow> secondary) {
        return new LimitReport(
                Map.of(family, new LimitReport.Family(Optional.of(primary), secondary)),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static LimitWindow window(double used, OptionalLong seconds, OptionalLong resetAt) {
        return new LimitWindow(used, seconds, resetAt);
    }

    @Test
    void windowsAreNamedByTheirLength() {
        LimitReport report = report(
                "codex",
                window(37.5, OptionalLong.of(18_000), OptionalLong.of(1_700_000_000)),
                Optional.of(window(12, OptionalLong.of(604_800), OptionalLong.empty())));

        assertThat(PlanHeader.of(report)).contains("5h;used=37.5;reset=1700000000, weekly;used=12");
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        OptionalLong none = OptionalLong.empty();

        assertThat(PlanHeader.of(report("codex", window(1, none, none), Optional.empty())))
                .isEmpty();
        assertThat(PlanHeader.of(report("codex_other", window(1, OptionalLong.of(60), none), Optional.empty())))
                .isEmpty();
    }
}
