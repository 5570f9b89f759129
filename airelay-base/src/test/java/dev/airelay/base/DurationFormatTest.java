package dev.airelay.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationFormatTest {

    @Test
    void showsWholeSecondsAndMilliseconds() {
        assertThat(DurationFormat.of(Duration.ofSeconds(10))).isEqualTo("10 s");
        assertThat(DurationFormat.of(Duration.ofHours(1))).isEqualTo("3600 s");
        assertThat(DurationFormat.of(Duration.ofMillis(300))).isEqualTo("300 ms");
        assertThat(DurationFormat.of(Duration.ofMillis(1500))).isEqualTo("1500 ms");
    }
}
