package dev.airelay.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-04-04T10:53:20Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            7                             | PT7S
            ' 7 '                         | PT7S
            0                             | PT0S
            1.5                           | PT1.5S
            0.123456789123                | PT0.123456789S
            999999999999999               | PT277777777777H46M39S
            Sat, 04 Apr 2026 10:54:30 GMT | PT1M10S
            Sat, 04 Apr 2026 10:53:10 GMT | PT-10S
            1.                            | -
            .5                            | -
            -7                            | -
            1e3                           | -
            9999999999999999              | -
            soon                          | -
            ''                            | -
            """)
    void readsSecondsAndDates(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(Optional.ofNullable(wait));
    }
}
