package dev.airelay.backend.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitReaderTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private static final String PRIMARY = "x-codex-primary-";

    private static Optional<LimitReport> read(String... namesAndValues) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return LimitReader.ofHead(new UpstreamHead(headers), NOW);
    }

    private static Optional<LimitReport> event(String json) {
        return LimitReader.ofEvent(
                UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow(), NOW);
    }

    private static LimitWindow window(double used, long seconds, long resetAt) {
        return new LimitWindow(used, OptionalLong.of(seconds), OptionalLong.of(resetAt));
    }

    @Test
    void bothWindowsThePlanAndTheCreditsAreRead() {
        LimitReport report = read(
                        "x-codex-primary-used-percent", "37.5",
                        "x-codex-primary-window-minutes", "300",
                        "x-codex-primary-reset-at", "5000",
                        "x-codex-secondary-used-percent", "12",
                        "x-codex-secondary-window-minutes", "10080",
                        "x-codex-secondary-reset-after-seconds", "60",
                        "x-codex-plan-type", "plus",
                        "x-codex-credits-has-credits", "True",
                        "x-codex-credits-unlimited", "0",
                        "x-codex-credits-balance", "")
                .orElseThrow();

        assertThat(report.families())
                .isEqualTo(Map.of(
                        "codex",
                        new LimitReport.Family(
                                Optional.of(window(37.5, 18_000, 5_000)), Optional.of(window(12, 604_800, 1_060)))));
        assertThat(report.plan()).hasValue("plus");
        assertThat(report.credits()).hasValue(new LimitReport.Credits(true, false, Optional.empty()));
        assertThat(report.at()).isEqualTo(NOW);
    }

    @Test
    void furtherFamiliesHaveTheirOwnWindows() {
        LimitReport report =
                read("x-codex-bengalfox-secondary-used-percent", "100").orElseThrow();

        assertThat(report.families()).containsOnlyKeys("codex_bengalfox");
        LimitWindow window =
                report.families().get("codex_bengalfox").secondary().orElseThrow();
        assertThat(window.exhausted()).isTrue();
        assertThat(window.seconds()).isEmpty();
        assertThat(window.resetAt()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NaN", "Infinity", "1e400", "many", "0x1", "1d"})
    void invalidNumberIsOmitted(String used) {
        assertThat(read(PRIMARY + "used-percent", used, PRIMARY + "window-minutes", "300"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, '', '', false", "0, 0, 0, false", "0, 300, '', true", "0, '', 9, true", "1, '', '', true"})
    void unusedWindowWithoutLengthAndEndIsNone(String used, String minutes, String resetAt, boolean reported) {
        assertThat(read(
                                PRIMARY + "used-percent",
                                used,
                                PRIMARY + "window-minutes",
                                minutes,
                                PRIMARY + "reset-at",
                                resetAt)
                        .isPresent())
                .isEqualTo(reported);
    }

    @ParameterizedTest
    @CsvSource({"True, true", "true, true", "1, true", "False, false", "0, false", "yes, false"})
    void spellingsOfTrue(String text, boolean has) {
        assertThat(read("x-codex-credits-has-credits", text)
                        .orElseThrow()
                        .credits()
                        .orElseThrow()
                        .hasCredits())
                .isEqualTo(has);
    }

    @Test
    void resetTimeOutOfRangeIsIgnored() {
        LimitReport report = event("""
                {"type":"codex.rate_limits","rate_limits":{"primary":{"used_percent":3,"reset_at":9223372036854775807}}}""").orElseThrow();

        assertThat(report.families().get("codex").primary().orElseThrow().resetAt())
                .isEmpty();
    }

    @Test
    void headersWithoutLimitsSayNothing() {
        assertThat(read("x-request-id", "1", "x-codex-active-limit", "codex")).isEmpty();
    }

    @Test
    void eventIsRead() {
        LimitReport report = event("""
                {"type":"codex.rate_limits","plan_type":"pro","rate_limits":{"primary":{"used_percent":3,\
                "window_minutes":10080,"reset_at":7},"secondary":null},"credits":{"has_credits":true,"unlimited":false,\
                "balance":"4.50"}}""").orElseThrow();

        assertThat(report.families().get("codex").primary()).hasValue(window(3, 604_800, 7));
        assertThat(report.families().get("codex").secondary()).isEmpty();
        assertThat(report.plan()).hasValue("pro");
        assertThat(report.credits()).hasValue(new LimitReport.Credits(true, false, Optional.of("4.50")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"codex.rate_limits\"}",
                "{\"type\":\"codex.rate_limits\",\"rate_limits\":[],\"credits\":\"none\"}",
                "{\"type\":\"codex.rate_limits\",\"rate_limits\":{\"primary\":{\"used_percent\":\"x\"}}}"
            })
    void eventOfAnotherShapeSaysNothing(String json) {
        assertThat(event(json)).isEmpty();
    }
}
