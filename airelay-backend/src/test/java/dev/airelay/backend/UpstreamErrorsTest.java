package dev.airelay.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.UpstreamFailure;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamErrorsTest {

    private static UpstreamFailure ofEvent(String json) {
        return UpstreamErrors.ofEvent(
                UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    private static UpstreamFailure ofHttp(int status, HttpHeaders headers, String body) {
        return UpstreamErrors.ofHttp(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "usage_limit_reached, LIMIT, 429",
        "rate_limit_exceeded, LIMIT, 429",
        "insufficient_quota, LIMIT, 429",
        "usage_not_included, CLIENT, 403",
        "context_length_exceeded, CLIENT, 400",
        "invalid_prompt, CLIENT, 400",
        "cyber_policy, CLIENT, 400",
        "server_is_overloaded, SERVER, 503",
        "slow_down, SERVER, 503",
        "server_error, SERVER, 502",
        "never_heard_of, SERVER, 502"
    })
    void codeOfAFailureEventDecides(String code, UpstreamFailure.Kind kind, int status) {
        UpstreamFailure failure = ofEvent("""
                {"type":"response.failed","response":{"status":"failed","error":{"code":"%s","message":"why"}}}
                """.formatted(code));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.error().code()).isEqualTo(code);
        assertThat(failure.error().message()).isEqualTo("why");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"error","code":"invalid_value","message":"m","param":"input"}                                | CLIENT
            {"type":"error","error":{"type":"invalid_request_error","message":"m"}}                              | CLIENT
            {"type":"error","error":{"message":"m","param":"tools[0].name"}}                                     | CLIENT
            {"type":"error","error":{"type":"usage_limit_reached","param":"x","message":"m"}}                    | LIMIT
            {"type":"error","message":"m"}                                                                       | SERVER
            {"type":"error"}                                                                                     | SERVER
            """)
    void everyShapeOfAnErrorEventIsUnderstood(String json, UpstreamFailure.Kind kind) {
        UpstreamFailure failure = ofEvent(json);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.error().message()).isNotBlank();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | {"detail":"Store must be set to false"}                    | 400 | Store must be set to false
            422 | {"detail":[{"loc":["body"],"msg":"field required"}]}       | 422 | field required
            402 | {"detail":{"code":"deactivated_workspace"}}                | 402 | without a message
            413 | too large                                                  | 413 | without a message
            404 | {"error":{"type":"usage_limit_reached","message":"used up"}} | 429 | used up
            429 | <html>                                                     | 429 | without a message
            403 | <html>challenge</html>                                     | 502 | refused this machine
            403 | {"detail":"no"}                                            | 403 | no
            500 | {"error":{"message":"boom"}}                               | 502 | boom
            502 | <html>bad</html>                                           | 502 | without a message
            503 | {}                                                         | 503 | without a message
            """)
    void everyShapeOfARefusalIsUnderstood(int status, String body, int shown, String message) {
        UpstreamFailure failure = ofHttp(status, new DefaultHttpHeaders(), body);

        assertThat(failure.status()).isEqualTo(shown);
        assertThat(failure.error().message()).contains(message).doesNotContain("<html>");
    }

    @Test
    void waitIsReadFromTheBodyAndElseFromTheHeader() {
        HttpHeaders headers = new DefaultHttpHeaders().set("Retry-After", "7");
        String body = "{\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"m\",\"resets_in_seconds\":120}}";

        assertThat(ofHttp(429, headers, body).retryAfter()).contains(Duration.ofSeconds(120));
        assertThat(ofHttp(429, headers, "{}").retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(ofHttp(429, new DefaultHttpHeaders(), "{}").retryAfter()).isEmpty();
    }
}
