package dev.airelay.transforms.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            Please try again in 1.3s.                              | 1300
            Rate limit reached. Please try again in 28ms. Visit x. | 28
            Try again in 35 seconds.                               | 35000
            try again in 2 minutes                                 | 120000
            try again in 1 minute and 5 seconds                    | 65000
            try again in 6m0s.                                     | 360000
            try again in 1h2m3.5s                                  | 3723500
            try again in 1 hour, 30 minutes.                       | 5400000
            try again in 3 days                                    | 259200000
            try again in 20 s                                      | 20000
            try again in a moment                                  | -
            try again in 5 apples                                  | -
            try again in 5                                         | -
            try again in                                           | -
            try again later, in 5 seconds                          | -
            try again in 99999999999999999999 seconds              | -
            try again in 1..5s                                     | -
            """)
    void waitIsFoundInTheMessage(String message, Long millis) {
        assertThat(DelayText.parse(message))
                .isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
    }
}
