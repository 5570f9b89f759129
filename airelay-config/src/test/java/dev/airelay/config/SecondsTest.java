package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How durations are read: as {@link java.math.BigDecimal} reads numbers. */
final class SecondsTest {
    private static final PathBase BASE = new PathBase(Path.of("base"), Path.of("home"));

    private final ValueKind<Duration> kind = ValueKind.seconds(Duration.ofMillis(100), Duration.ofDays(3_650));

    @ParameterizedTest
    @CsvSource({
        "30, PT30S",
        "0.1, PT0.1S",
        "1.5, PT1.5S",
        "007.250, PT7.25S",
        "315360000, PT87600H",
        "299.999999999, PT4M59.999999999S",
        // Rounded down.
        "299.9999999999, PT4M59.999999999S",
        "+5, PT5S",
        ".5, PT0.5S",
        "5., PT5S",
        "1e2, PT1M40S",
        "25E-1, PT2.5S",
        "0000000000030, PT30S"
    })
    void readsEveryWayToWriteANumber(String text, Duration expected) {
        assertThat(kind.fromText(text, BASE)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "-1",
                "0",
                "0.099999999",
                "315360000.000000001",
                "999999999",
                "1e999999999",
                "1s",
                "1,5",
                " 1"
            })
    void refusesWhatIsNoNumberOrOutOfRange(String text) {
        assertThat(kind.fromText(text, BASE)).isEmpty();
    }

    @Test
    void readsTomlNumbers() {
        assertThat(kind.fromToml(30L, BASE)).contains(Duration.ofSeconds(30));
        assertThat(kind.fromToml(0.25, BASE)).contains(Duration.ofMillis(250));
        assertThat(kind.fromToml(0L, BASE)).isEmpty();
        assertThat(kind.fromToml(Long.MAX_VALUE, BASE)).isEmpty();
        assertThat(kind.fromToml(Long.MIN_VALUE, BASE)).isEmpty();
        assertThat(kind.fromToml(Double.NaN, BASE)).isEmpty();
    }

    @Test
    void namesItsLimitsAsDecimals() {
        assertThat(kind.allowed()).isEqualTo("0.1..315360000 seconds");
        assertThat(ValueKind.seconds(Duration.ZERO, Duration.ofHours(1)).allowed())
                .isEqualTo("0..3600 seconds");
    }
}
