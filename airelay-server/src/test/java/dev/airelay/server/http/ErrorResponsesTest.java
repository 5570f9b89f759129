package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.server.HttpMessages;
import dev.airelay.server.TestConfig;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.ErrorShape;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class ErrorResponsesTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private HttpMessages.Seen write(UpstreamFailure failure) {
        ErrorResponses.OPENAI.of(failure).writeTo(channel.pipeline().firstContext());
        return HttpMessages.answer(channel);
    }

    @ParameterizedTest(name = "{0} of type {1} after {2}")
    @CsvSource({
        // An SDK repeats these by itself: the header is absent.
        "LIMIT, rate_limit, PT60S, 60,",
        "LIMIT, rate_limit, PT0.2S, 1,",
        "LIMIT, rate_limit, PT1.001S, 2,",
        "LIMIT, rate_limit, PT0S, 1,",
        "LIMIT, rate_limit_exceeded, , 5,",
        "SERVER, upstream_error, , ,",
        "SERVER, upstream_error, PT5S, 5,",
        "SERVER, server_error, , ,",
        "SERVER, service_unavailable_error, , ,",
        "SERVER, upstream_auth_error, PT5S, 5,",
        // Repeating these at once is of no use.
        "LIMIT, usage_limit, PT60.001S, 61, false",
        "LIMIT, usage_limit, P3D, 259200, false",
        "LIMIT, usage_limit_reached, , 60, false",
        "LIMIT, usage_limit_reached, PT5S, 5, false",
        "LIMIT, insufficient_quota, , 60, false",
        "CLIENT, invalid_request_error, , , false",
        "SERVER, upstream_auth_error, , , false"
    })
    void retryHeadersFollowTheFailure(
            UpstreamFailure.Kind kind, String type, Duration delay, String retryAfter, String shouldRetry) {
        HttpMessages.Seen answer = write(new UpstreamFailure(
                kind, 503, new ApiError("What failed.", type, null, type), Optional.ofNullable(delay)));

        assertThat(answer.headers().get("Retry-After")).isEqualTo(retryAfter);
        assertThat(answer.headers().get("x-should-retry")).isEqualTo(shouldRetry);
    }

    @Test
    void statusAndErrorAreThoseOfTheFailure() {
        HttpMessages.Seen answer = write(UpstreamFailure.server(504, "upstream_timeout", "It took too long."));

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(answer.error())
                .isEqualTo(new ApiError("It took too long.", "upstream_error", null, "upstream_timeout").toNode());
    }

    /** A form that shares nothing with OpenAI's. */
    private static final ErrorResponses OTHER = new ErrorResponses((status, error, details) -> new ErrorShape.Rendered(
            status + 1,
            Map.of("x-form", "other"),
            ("{\"kind\":\"" + error.code() + "\",\"more\":" + details + "}").getBytes(StandardCharsets.UTF_8)));

    private HttpMessages.Seen write(Response response) {
        response.writeTo(channel.pipeline().firstContext());
        return HttpMessages.answer(channel);
    }

    @Test
    void rendersEveryFailureInTheGivenShape() {
        List<Response> responses = List.of(
                OTHER.of(Refusal.invalid(404, "c", "No.")),
                OTHER.of(new RequestRejected(404, ApiError.invalid("p", "c", "No."))),
                OTHER.of(new CompletionException(new RequestRejected(404, ApiError.invalid("p", "c", "No.")))),
                OTHER.of(UpstreamFailure.server(404, "c", "No.")),
                OTHER.undecodable(new RequestRejected(404, ApiError.invalid("p", "c", "No.")), TestConfig.defaults()));

        for (Response response : responses) {
            HttpMessages.Seen answer = write(response);
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers().get("x-form")).isEqualTo("other");
            assertThat(answer.body()).isEqualTo("{\"kind\":\"c\",\"more\":{}}");
        }
    }

    @Test
    void appendsDetailsToTheErrorObject() {
        HttpMessages.Seen answer = write(ErrorResponses.OPENAI.of(
                UpstreamFailure.server(502, "c", "No."),
                JsonNodeFactory.instance.objectNode().put("plan_type", "plus")));

        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"message\":\"No.\",\"type\":\"upstream_error\",\"param\":null,\"code\":\"c\","
                        + "\"plan_type\":\"plus\"}}");
    }

    @Test
    void addsHeadersOfRefusal() {
        HttpMessages.Seen answer = write(ErrorResponses.OPENAI.of(
                Refusal.invalid(429, "c", "No.").retryAfter(3).notWorthRetrying()));

        assertThat(answer.headers().get("retry-after")).isEqualTo("3");
        assertThat(answer.headers().get("x-should-retry")).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_LARGE, 413, too_large",
        "QUOTA_EXCEEDED, 413, storage_limit_exceeded",
        "UNKNOWN_CURSOR, 400, invalid_value",
        "UNKNOWN_UPLOAD, 404, not_found",
        "DUPLICATE_ID, 400, invalid_value",
        "DISK_FULL, 507, storage_failed"
    })
    void mapsFailureOfStore(StoreFailure failure, int status, String code) {
        HttpMessages.Seen answer =
                write(ErrorResponses.OPENAI.of(new CompletionException(new StoreException(failure, "that is so"))));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.message()).isEqualTo("That is so.");
        assertThat(answer.headers().get("x-should-retry")).isEqualTo(status == 507 ? "false" : null);
    }

    @Test
    void mapsLackOfMemory() {
        assertThat(write(ErrorResponses.OPENAI.of(new OutOfMemoryError("heap"))).errorCode())
                .isEqualTo(UpstreamFailure.OUT_OF_MEMORY);
    }

    @Test
    void throwsWhatIsAMistakeOfOurs() {
        NullPointerException mistake = new NullPointerException();

        assertThatThrownBy(() -> ErrorResponses.OPENAI.of(mistake))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(mistake);
    }
}
