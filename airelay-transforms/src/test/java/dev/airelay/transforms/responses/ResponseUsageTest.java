package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
