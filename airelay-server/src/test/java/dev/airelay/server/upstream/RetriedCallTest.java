package dev.airelay.server.upstream;

import static dev.airelay.server.GenerationRig.OPENED;
import static dev.airelay.server.GenerationRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.CallHandle;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.config.ConfigKeys;
import dev.airelay.server.GenerationRig;
import dev.airelay.server.TestConfig;
import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RetriedCallTest {

    private final GenerationRig rig = new GenerationRig();
    private final List<UpstreamSink> attempts = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private CallHandle call;

    @BeforeEach
    void open() {
        rig.channel.freezeTime();
        open(false);
    }

    private void open(boolean whole) {
        attempts.clear();
        sent.clear();
        RetryPolicy policy = new RetryPolicy(
                TestConfig.defaults()
                        .with(ConfigKeys.RETRY_ATTEMPTS, 1)
                        .with(ConfigKeys.RETRY_DELAY, Duration.ofMillis(100))
                        .with(ConfigKeys.RETRY_MAX_DELAY, Duration.ofSeconds(1)),
                () -> 0.5);
        RetriedCall.Attempt attempt = (request, sink) -> {
            attempts.add(sink);
            sent.add(request.body().path("input").size() + " items");
            return rig.call(attempts.size() - 1);
        };
        RetryState allowed =
                new RetryState(request(), policy, InstantSource.system(), what -> sent.add("without " + what));
        call = RetriedCall.open(rig.ctx, allowed, attempt, whole, new Hearing());
    }

    private static CodexRequest request() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode input = body.putArray("input");
        input.addObject().put("type", "message");
        input.addObject().put("type", "reasoning");
        return new CodexRequest(body, "session");
    }

    private static UpstreamException unreadable() {
        return new UpstreamException(new UpstreamFailure(
                UpstreamFailure.Kind.CLIENT,
                400,
                new ApiError("It cannot be read.", ApiError.INVALID_REQUEST, null, "invalid_encrypted_content"),
                Optional.empty()));
    }

    @AfterEach
    void releaseAll() {
        rig.channel.finishAndReleaseAll();
    }

    private void pass(long millis) {
        rig.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        rig.channel.runScheduledPendingTasks();
    }

    @Test
    void theNextAttemptComesAfterTheWait() {
        attempts.get(0).onFailure(GenerationRig.unreachable());
        pass(99);
        assertThat(attempts).hasSize(1);

        pass(1);
        attempts.get(1).onOpen(OPENED);
        attempts.get(1).onEvent(event("response.completed"));
        attempts.get(1).onComplete();

        assertThat(heard).containsExactly("open", "response.completed", "complete");
    }

    @Test
    void theLastFailureIsTold() {
        attempts.get(0).onFailure(GenerationRig.unreachable());
        pass(100);
        attempts.get(1).onFailure(GenerationRig.unreachable());
        pass(10_000);

        assertThat(attempts).hasSize(2);
        assertThat(heard).containsExactly("failure");
    }

    @Test
    void anAnswerThatHasBegunIsNotRepeated() {
        attempts.get(0).onOpen(OPENED);
        attempts.get(0).onFailure(GenerationRig.unreachable());
        pass(10_000);

        assertThat(attempts).hasSize(1);
        assertThat(heard).containsExactly("open", "failure");
    }

    @Test
    void nothingIsRepeatedOnceTheClientHasGone() {
        attempts.get(0).onFailure(GenerationRig.unreachable());

        call.cancel();
        pass(10_000);

        assertThat(attempts).hasSize(1);
        assertThat(heard).isEmpty();
    }

    @Test
    void aPauseHoldsForTheNextAttemptToo() {
        attempts.get(0).onFailure(GenerationRig.unreachable());
        call.pause();
        pass(100);
        call.resume();
        call.cancel();

        assertThat(rig.upstreamTold).containsExactly("pause 1", "resume 1", "cancel 1");
    }

    @Test
    void reasoningThatCannotBeReadIsLeftOutAtOnceAndOnce() {
        attempts.get(0).onFailure(unreadable());
        pass(0);
        assertThat(sent).containsExactly("2 items", "without reasoning.encrypted_content", "1 items");

        attempts.get(1).onFailure(unreadable());
        pass(10_000);

        assertThat(sent).containsExactly("2 items", "without reasoning.encrypted_content", "1 items");
        assertThat(heard).containsExactly("failure");
    }

    @Test
    void laterAttemptsLackTheReasoningToo() {
        attempts.get(0).onFailure(unreadable());
        pass(0);
        attempts.get(1).onFailure(GenerationRig.unreachable());
        pass(100);

        assertThat(sent).containsExactly("2 items", "without reasoning.encrypted_content", "1 items", "1 items");
    }

    @Test
    void reasoningIsNotLeftOutOfAnAnswerThatHasBegun() {
        attempts.get(0).onOpen(OPENED);
        attempts.get(0).onFailure(unreadable());
        pass(10_000);

        assertThat(sent).containsExactly("2 items");
        assertThat(heard).containsExactly("open", "failure");
    }

    @Test
    void wholeAnswerBeginsWithWhatSaysSomething() {
        open(true);
        attempts.get(0).onOpen(OPENED);
        attempts.get(0).onEvent(event("response.created"));
        attempts.get(0).onEvent(GenerationRig.json("""
                {"type":"error","error":{"code":"invalid_encrypted_content","message":"m"}}"""));
        pass(0);
        assertThat(rig.upstreamTold).containsExactly("cancel 0");
        assertThat(sent).containsExactly("2 items", "without reasoning.encrypted_content", "1 items");

        attempts.get(1).onOpen(OPENED);
        attempts.get(1).onEvent(event("response.output_text.delta"));
        attempts.get(1).onFailure(GenerationRig.unreachable());
        pass(10_000);

        assertThat(attempts).hasSize(2);
        assertThat(heard).containsExactly("open", "response.created", "response.output_text.delta", "failure");
    }

    @Test
    void failureThatCannotBeMendedIsPassedOn() {
        open(true);
        attempts.get(0).onOpen(OPENED);
        attempts.get(0).onEvent(GenerationRig.json("""
                {"type":"error","error":{"code":"invalid_prompt","message":"m"}}"""));
        attempts.get(0).onComplete();

        assertThat(heard).containsExactly("open", "error", "complete");
    }

    private final class Hearing implements UpstreamSink {

        @Override
        public void onOpen(UpstreamHead head) {
            heard.add("open");
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            heard.add(event.type().wireName());
        }

        @Override
        public void onHeld(long bytes) {
            // Of no interest here.
        }

        @Override
        public void onBatchEnd() {
            heard.add("batch");
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }

        @Override
        public void onFailure(UpstreamException failure) {
            heard.add("failure");
        }
    }
}
