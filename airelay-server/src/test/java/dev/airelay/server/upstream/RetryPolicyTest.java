package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.TestConfig;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private static final RelayConfig SETTINGS = TestConfig.defaults()
            .with(ConfigKeys.RETRY_ATTEMPTS, 3)
            .with(ConfigKeys.RETRY_DELAY, Duration.ofMillis(200))
            .with(ConfigKeys.RETRY_MAX_DELAY, Duration.ofSeconds(1));
    private static final UpstreamFailure OVERLOADED = UpstreamFailure.server(503, "server_is_overloaded", "Full.");

    private static RetryPolicy policy(double random) {
        return new RetryPolicy(SETTINGS, () -> random);
    }

    @ParameterizedTest(name = "repetition {0} at {1}")
    @CsvSource({"0, 0.5, PT0.2S", "1, 0.5, PT0.4S", "2, 0.5, PT0.8S", "0, 0, PT0.15S", "0, 1, PT0.25S", "2, 1, PT1S"})
    void waitDoublesAndStraysWithinItsBounds(int repeated, double random, Duration wait) {
        assertThat(policy(random).waitAfter(OVERLOADED, repeated)).hasValue(wait);
    }

    @Test
    void noMoreThanTheAttemptsAllowed() {
        assertThat(policy(0).waitAfter(OVERLOADED, 3)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER, 503, server_is_overloaded, PT1S, PT1S",
        "SERVER, 503, server_is_overloaded, PT1.001S,",
        "SERVER, 502, upstream_unreachable, , PT0.15S",
        "SERVER, 502, upstream_certificate, ,",
        "SERVER, 502, proxy_auth_required, ,",
        "SERVER, 502, upstream_challenge, ,",
        "SERVER, 500, internal_error, ,",
        "SERVER, 504, upstream_timeout, ,",
        "LIMIT, 429, rate_limit_exceeded, PT0.028S, PT0.028S",
        "LIMIT, 429, rate_limit_exceeded, ,",
        "LIMIT, 429, usage_limit_reached, PT0.5S,",
        "CLIENT, 400, invalid_prompt, PT0.1S,"
    })
    void whatMayPassSoonIsRepeated(
            UpstreamFailure.Kind kind, int status, String code, Duration asked, Duration expected) {
        UpstreamFailure failure = new UpstreamFailure(
                kind, status, new ApiError("It failed.", "any", null, code), Optional.ofNullable(asked));

        assertThat(policy(0).waitAfter(failure, 0)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void refusedLoginIsNotRepeated() {
        UpstreamFailure refused = new UpstreamFailure(
                UpstreamFailure.Kind.SERVER,
                503,
                new ApiError("Sign in.", ApiError.UPSTREAM_AUTH, null, "upstream_auth_missing"),
                Optional.empty());

        assertThat(policy(0).waitAfter(refused, 0)).isEmpty();
    }
}
