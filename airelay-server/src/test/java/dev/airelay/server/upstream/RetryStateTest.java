package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigKeys;
import dev.airelay.server.GenerationRig;
import dev.airelay.server.TestConfig;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.CodexRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RetryStateTest {

    private final List<String> leftOut = new ArrayList<>();
    private final RetryState state = new RetryState(
            request(),
            new RetryPolicy(
                    TestConfig.defaults()
                            .with(ConfigKeys.RETRY_ATTEMPTS, 1)
                            .with(ConfigKeys.RETRY_DELAY, Duration.ofMillis(100))
                            .with(ConfigKeys.RETRY_MAX_DELAY, Duration.ofSeconds(1)),
                    () -> 0.5),
            leftOut::add);

    private static CodexRequest request() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode input = body.putArray("input");
        input.addObject().put("type", "message");
        input.addObject().put("type", "reasoning");
        return new CodexRequest(body, "session");
    }

    private int items() {
        return state.request().body().path("input").size();
    }

    private static UpstreamFailure unreachable() {
        return GenerationRig.unreachable().failure();
    }

    private static UpstreamFailure unreadable() {
        return new UpstreamFailure(
                UpstreamFailure.Kind.CLIENT,
                400,
                new ApiError("It cannot be read.", ApiError.INVALID_REQUEST, null, "invalid_encrypted_content"),
                Optional.empty());
    }

    @Test
    void repeatsAsOftenAsThePolicySays() {
        assertThat(state.waitAfter(unreachable())).contains(Duration.ofMillis(100));
        assertThat(state.waitAfter(unreachable())).isEmpty();
    }

    @Test
    void leavesOutUnreadableReasoningAtOnceAndOnce() {
        assertThat(state.waitAfter(unreadable())).contains(Duration.ZERO);
        assertThat(leftOut).containsExactly("reasoning.encrypted_content");
        assertThat(items()).isEqualTo(1);

        assertThat(state.waitAfter(unreadable())).isEmpty();
        assertThat(leftOut).hasSize(1);
    }

    @Test
    void laterAttemptsLackTheReasoningToo() {
        state.waitAfter(unreadable());

        assertThat(state.waitAfter(unreachable())).contains(Duration.ofMillis(100));
        assertThat(items()).isEqualTo(1);
    }
}
