package dev.airelay.transforms.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.json.JsonSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseUsageTest {

    private static String usage(String upstream) {
        return ResponseUsage.of(Streams.JSON.readTree(upstream)).toString();
    }

    @Test
    void missingCountsAreAdded() {
        assertThat(usage("{\"input_tokens\": 1, \"output_tokens\": 2}"))
                .isEqualTo("{\"input_tokens\":1,\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":2,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":3}");
    }

    @Test
    void newPublicCountsAreForwarded() {
        assertThat(usage(
                        "{\"input_tokens\": 1, \"output_tokens\": 2, \"total_tokens\": 3, \"new_tokens\": 4, \"x_internal\": 5,"
                                + " \"input_tokens_details\": {\"new_tokens\": 6, \"cache_write_tokens\": \"odd\"}}"))
                .contains("\"input_tokens_details\":{\"cached_tokens\":0,\"new_tokens\":6}")
                .endsWith("\"total_tokens\":3,\"new_tokens\":4}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"input_tokens\": 1}", "{\"input_tokens\": \"1\", \"output_tokens\": 2}"})
    void noneAreInvented(String upstream) {
        assertThat(usage(upstream)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
                    1   | {"cached_tokens":2}                        | 3 | {"reasoning_tokens":4}                | 5
                    1   | {"cached_tokens":999999999999999999}       | 3 | {"reasoning_tokens":0}                | 0
                    1   | {"cached_tokens":12345678901234567890}     | 3 | {"reasoning_tokens":4}                | 5
                    -1  | {"cached_tokens":2}                        | 3 | {"reasoning_tokens":4}                | 5
                    1.5 | {"cached_tokens":2}                        | 3 | {"reasoning_tokens":4}                | 5
                    1   | {"cached_tokens":"2"}                      | 3 | {"reasoning_tokens":4}                | 5
                    1   | {"cached_tokens":2,"x_internal":1}         | 3 | {"reasoning_tokens":4}                | 5
                    1   | {"cached_tokens":2,"cache_write_tokens":1} | 3 | {"reasoning_tokens":4}                | 5
                    1   | {}                                         | 3 | {"reasoning_tokens":4}                | 5
                    1   | null                                       | 3 | {"cached_tokens":4}                   | 5
                    1   | {"cached_tokens":2}                        | 3 | {"reasoning_tokens":4}                | 5e3
                    1   | {"cached_tokens":2}                        | 3 | {"reasoning_tokens":4}                | 5,"x_internal":6
                    """)
    void countsAreForwardedOnlyIfTheirTreeWouldBeTheSame(
            String input, String inputDetails, String output, String outputDetails, String total) {
        String counts = "{\"input_tokens\":" + input + ",\"input_tokens_details\":" + inputDetails
                + ",\"output_tokens\":" + output + ",\"output_tokens_details\":" + outputDetails + ",\"total_tokens\":"
                + total + "}";

        if (ResponseUsage.hasForm(JsonSlice.of(counts.getBytes(UTF_8)))) {
            assertThat(usage(counts)).isEqualTo(counts);
        }
    }

    @Test
    void usualCountsAreForwarded() {
        assertThat(ResponseUsage.hasForm(
                        JsonSlice.of(ResponseUsageTest.usage("{\"input_tokens\":1,\"output_tokens\":2}")
                                .getBytes(UTF_8))))
                .isTrue();
        assertThat(ResponseUsage.hasForm(JsonSlice.of("{}".getBytes(UTF_8)))).isFalse();
    }
}
