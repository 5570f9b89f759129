package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.HttpMessages;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureAnswerTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private HttpMessages.Seen write(UpstreamFailure failure) {
        FailureAnswer.of(failure).writeTo(channel.pipeline().firstContext());
        return HttpMessages.answer(channel);
    }

    @ParameterizedTest(name = "{0} of type {1} after {2}")
    @CsvSource({
        // An SDK repeats these by itself: the header is absent.
        "LIMIT, rate_limit, PT60S, 60,",
        "LIMIT, rate_limit, PT0.2S, 1,",
        "LIMIT, rate_limit, PT1.001S, 2,",
        "LIMIT, rate_limit, PT0S, 1,",
        "LIMIT, rate_limit_exceeded, , ,",
        "SERVER, upstream_error, , ,",
        "SERVER, upstream_error, PT5S, 5,",
        "SERVER, server_error, , ,",
        "SERVER, service_unavailable_error, , ,",
        "SERVER, upstream_auth_error, PT5S, 5,",
        // Repeating these at once is of no use.
        "LIMIT, usage_limit, PT60.001S, 61, false",
        "LIMIT, usage_limit, P3D, 259200, false",
        "LIMIT, usage_limit_reached, , , false",
        "LIMIT, usage_limit_reached, PT5S, 5, false",
        "LIMIT, insufficient_quota, , , false",
        "CLIENT, invalid_request_error, , , false",
        "SERVER, upstream_auth_error, , , false"
    })
    void theRetryHeadersFollowTheFailure(
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
}
