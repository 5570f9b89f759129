package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsupportedRoutesTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/embeddings, no such capability",
        "/v1/agents/sessions/s-1/events, no such capability",
        "/v1/audio/speech, no such capability",
        "/v1/audio/translations, no such capability",
        "/v1/images/variations, no such capability",
        "/v1/decisions, no such capability",
        "/v1/live/sessions, no such capability",
        "/v1/projects/p-1/roles, no such capability",
        "/v1/safety/alerts/a-1, no such capability",
        "/v1/vaults, no such capability",
        "/v1/webhook_endpoints, no such capability",
        "/v1/webhook_event_types, no such capability",
        "/v1/fine_tuning/jobs/ftjob-1/cancel, no such capability",
        "/no-tools/v1/moderations, no such capability",
        "/v1/chat/completions/chatcmpl-1, stores responses, but not chat completions"
    })
    void routeOfOpenAiHasAReason(String path, String reason) {
        assertThat(UnsupportedRoutes.reason(HttpMethod.POST, path))
                .hasValueSatisfying(text -> assertThat(text).contains(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/embed, no such capability",
        "/api/embeddings, no such capability",
        "/api/create, cannot be changed",
        "/api/blobs/sha256:1, cannot be changed",
        "/no-tools/api/copy, cannot be changed",
        "/api/me, no account",
        "/api/experimental/web_search, experimental"
    })
    void routeOfOllamaHasAReason(String path, String reason) {
        assertThat(UnsupportedRoutes.reason(HttpMethod.POST, path))
                .hasValueSatisfying(text -> assertThat(text).contains(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/nowhere",
                "/v1/images/generations",
                "/v1/audio/transcriptions",
                "/v1/chat/completions",
                "/v1/embeddingsx",
                "/v1/messagesx",
                "/apis",
                "/api",
                "/api/chat",
                "/api/nowhere",
                "/embeddings",
                "/v2/embeddings",
                "/v1",
                "/"
            })
    void otherPathsHaveNone(String path) {
        assertThat(UnsupportedRoutes.reason(HttpMethod.POST, path)).isEmpty();
    }

    @Test
    void modelsCanBeReadAndNotDeleted() {
        assertThat(UnsupportedRoutes.reason(HttpMethod.DELETE, "/v1/models/ft:gpt-5.5"))
                .contains("the models are the upstream's and cannot be deleted");
        assertThat(UnsupportedRoutes.reason(HttpMethod.DELETE, "/no-tools/v1/models/a/b"))
                .isPresent();
        assertThat(UnsupportedRoutes.reason(HttpMethod.DELETE, "/v1/models")).isEmpty();
        assertThat(UnsupportedRoutes.reason(HttpMethod.PUT, "/v1/models/a")).isEmpty();
    }

    @Test
    void completionsAreMadeAndNotListed() {
        assertThat(UnsupportedRoutes.reason(HttpMethod.GET, "/v1/chat/completions"))
                .hasValueSatisfying(text -> assertThat(text).contains("stores responses, but not chat completions"));
        assertThat(UnsupportedRoutes.reason(HttpMethod.PUT, "/v1/chat/completions"))
                .isEmpty();
    }
}
