package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsupportedRoutesTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/embeddings, no such capability",
        "/v1/audio/transcriptions, no such capability",
        "/v1/fine_tuning/jobs/ftjob-1/cancel, no such capability",
        "/no-tools/v1/moderations, no such capability"
    })
    void aRouteOfOpenAiHasAReason(String path, String reason) {
        assertThat(UnsupportedRoutes.reason(path))
                .hasValueSatisfying(text -> assertThat(text).contains(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nowhere", "/v1/embeddingsx", "/embeddings", "/v2/embeddings", "/v1", "/"})
    void otherPathsHaveNone(String path) {
        assertThat(UnsupportedRoutes.reason(path)).isEmpty();
    }
}
