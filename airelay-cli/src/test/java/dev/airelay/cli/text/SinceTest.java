package dev.airelay.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-05-20T10:30:00Z"), ZoneOffset.ofHours(2));

    @ParameterizedTest
    @CsvSource({
        "30s,2026-05-20T10:29:30Z",
        "10m,2026-05-20T10:20:00Z",
        "2H,2026-05-20T08:30:00Z",
        "3d,2026-05-17T10:30:00Z",
        "0s,2026-05-20T10:30:00Z",
        "2026-05-20T10:00:00Z,2026-05-20T10:00:00Z",
        "2026-05-20T12:00:00+02:00,2026-05-20T10:00:00Z",
        "2026-05-20T12:00,2026-05-20T10:00:00Z",
        "2026-05-19,2026-05-18T22:00:00Z"
    })
    void durationOrTimeIsRead(String text, Instant expected) {
        assertThat(Since.parse(text, NOW)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "-5m", "10x", "99999999d", "yesterday", "2026-13-01", "10:30"})
    void anythingElseIsNot(String text) {
        assertThat(Since.parse(text, NOW)).isEmpty();
    }
}
