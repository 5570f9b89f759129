package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.account.LimitReport;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveLimitsTest {

    private Instant now = Instant.ofEpochSecond(1);
    private final LiveLimits limits = new LiveLimits(() -> now);

    private static UpstreamEvent event(String json) {
        return UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private double used(String family) {
        return limits.latest()
                .orElseThrow()
                .families()
                .get(family)
                .primary()
                .orElseThrow()
                .usedPercent();
    }

    @Test
    void newestWordOnEachFamilyCounts() {
        limits.onOpen(new UpstreamHead(
                Map.of("x-codex-primary-used-percent", "1", "x-codex-bengalfox-primary-used-percent", "2")));
        now = Instant.ofEpochSecond(2);
        limits.onEvent(event("""
                {"type":"codex.rate_limits","rate_limits":{"primary":{"used_percent":3}}}"""));

        assertThat(used("codex")).isEqualTo(3);
        assertThat(used("codex_bengalfox")).isEqualTo(2);
        assertThat(limits.latest().map(LimitReport::at)).hasValue(now);
    }

    @Test
    void endOfThePlansLimitIsThatOfTheLastWindowUsedUp() {
        assertThat(limits.exhaustedUntil()).isEmpty();

        limits.onEvent(event("""
                {"type":"codex.rate_limits","rate_limits":{
                  "primary":{"used_percent":100,"reset_at":500},"secondary":{"used_percent":99,"reset_at":900}}}"""));
        limits.onEvent(event("""
                {"type":"codex.rate_limits","metered_limit_name":"other","rate_limits":{
                  "primary":{"used_percent":100,"reset_at":9000}}}"""));

        assertThat(limits.exhaustedUntil()).contains(Instant.ofEpochSecond(500));
    }

    @Test
    void planStaysKnown() {
        limits.onOpen(new UpstreamHead(Map.of("x-codex-plan-type", "plus")));
        limits.onOpen(new UpstreamHead(Map.of("x-codex-primary-used-percent", "1")));

        assertThat(limits.latest().orElseThrow().plan()).hasValue("plus");
    }

    @Test
    void whatSaysNothingChangesNothing() {
        limits.onOpen(new UpstreamHead(Map.of()));
        limits.onEvent(event("{\"type\":\"keepalive\"}"));

        assertThat(limits.latest()).isEmpty();
    }
}
