package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.server.GenerationRig;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.transforms.event.UpstreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeteredCallTest {

    private static final int MIB = 1 << 20;
    private static final long MAX_BYTES = 400_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final UpstreamEvent SMALL = GenerationRig.event("response.output_text.delta");

    private final GenerationRig rig = new GenerationRig();
    private final Hearing heard = new Hearing();
    private final MemoryBudget budget = new MemoryBudget(MIB);
    private final MemoryShare share = MemoryShare.coarse(budget);
    private long answerBytes;
    private UpstreamSink upstream = heard;
    private MeteredCall call;

    @BeforeEach
    void open() {
        rig.channel.freezeTime();
        call = (MeteredCall) MeteredCall.open(
                rig.ctx.executor(),
                sink -> {
                    upstream = sink;
                    return rig.call(0);
                },
                new AnswerBounds(MAX_BYTES, budget, PATIENCE),
                share,
                () -> answerBytes,
                heard);
        upstream.onOpen(GenerationRig.OPENED);
    }

    @AfterEach
    void close() {
        rig.channel.finishAndReleaseAll();
    }

    private void pass(long millis) {
        rig.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        rig.channel.runScheduledPendingTasks();
    }

    private static UpstreamEvent event(int bytes) {
        return GenerationRig.json("{\"type\":\"response.output_text.delta\",\"delta\":\"" + "x".repeat(bytes) + "\"}");
    }

    @Test
    void passesEverythingOnWhileThereIsRoom() {
        upstream.onEvent(SMALL);
        upstream.onBatchEnd();
        upstream.onHeld(50_000);
        upstream.onComplete();

        assertThat(heard.told).containsExactly("open", "event", "flush", "complete");
        assertThat(rig.upstreamTold).isEmpty();
        assertThat(budget.taken()).as("what is held upstream").isGreaterThanOrEqualTo(50_000);
    }

    @Test
    void stopsReadingTheUpstreamUntilThereIsRoomAndKeepsTheOrder() {
        budget.charge(MIB);
        upstream.onEvent(event(100_000));
        upstream.onEvent(SMALL);
        upstream.onBatchEnd();
        upstream.onComplete();

        assertThat(heard.told).containsExactly("open");
        assertThat(rig.upstreamTold).containsExactly("pause 0");

        pass(3_000);
        budget.give(MIB);
        pass(20);

        assertThat(heard.told).containsExactly("open", "event", "event", "flush", "complete");
    }

    @Test
    void readsOnWhenThereIsRoomAgainUnlessTheClientIsSlow() {
        budget.charge(MIB);
        upstream.onHeld(100_000);
        assertThat(rig.upstreamTold).containsExactly("pause 0");

        call.pause();
        budget.give(MIB);
        pass(20);
        assertThat(rig.upstreamTold).containsExactly("pause 0", "pause 0");
        call.resume();

        assertThat(rig.upstreamTold).containsExactly("pause 0", "pause 0", "resume 0");
    }

    @Test
    void clientThatTakesAgainDoesNotEndTheWaitForMemory() {
        budget.charge(MIB);
        upstream.onHeld(100_000);

        call.pause();
        call.resume();

        assertThat(rig.upstreamTold).doesNotContain("resume 0");
    }

    @Test
    void endsWithOutOfMemoryWhenThereIsNoRoomForTooLong() {
        budget.charge(MIB);
        upstream.onEvent(event(100_000));
        pass(PATIENCE.toMillis() - 100);
        assertThat(heard.told).containsExactly("open");

        pass(200);

        assertThat(heard.told).containsExactly("open", "failed 503 out_of_memory");
        assertThat(heard.failure.failure().retryAfter()).isPresent();
        assertThat(rig.upstreamTold).containsExactly("pause 0", "cancel 0");
        upstream.onEvent(SMALL);
        upstream.onComplete();
        pass(60_000);
        assertThat(heard.told).hasSize(2);
    }

    @Test
    void endsAtOnceWhenTheAnswerTakesMoreThanAllTheMemory() {
        MemoryBudget tiny = new MemoryBudget(200_000);
        UpstreamSink small = opened(tiny);

        small.onEvent(event(300_000));

        assertThat(heard.told).endsWith("failed 503 out_of_memory");
        assertThat(heard.failure.failure().retryAfter())
                .as("it would fail again")
                .isEmpty();
        assertThat(heard.failure.failure().error().message()).contains("169532 bytes", "-Xmx");
    }

    private UpstreamSink opened(MemoryBudget memory) {
        List<UpstreamSink> sinks = new ArrayList<>();
        MeteredCall.open(
                rig.ctx.executor(),
                sink -> {
                    sinks.add(sink);
                    return rig.call(1);
                },
                new AnswerBounds(MAX_BYTES, memory, PATIENCE),
                MemoryShare.coarse(memory),
                () -> answerBytes,
                heard);
        return sinks.get(0);
    }

    @Test
    void endsAnAnswerThatIsTooLarge() {
        answerBytes = MAX_BYTES - 1000;
        upstream.onEvent(SMALL);
        assertThat(heard.told).containsExactly("open", "event");

        upstream.onEvent(event(1000));

        assertThat(heard.told).containsExactly("open", "event", "failed 502 answer_too_large");
        assertThat(heard.failure.failure().error().message())
                .contains(String.valueOf(MAX_BYTES), "upstream.max_answer_bytes");
        assertThat(rig.upstreamTold).containsExactly("cancel 0");
    }

    @Test
    void failureOfTheUpstreamComesAfterWhatItBroughtBefore() {
        budget.charge(MIB);
        upstream.onEvent(event(100_000));
        upstream.onFailure(GenerationRig.unreachable());
        assertThat(heard.told).containsExactly("open");

        budget.give(MIB);
        pass(20);

        assertThat(heard.told).containsExactly("open", "event", "flush", "failed 502 upstream_unreachable");
    }

    @Test
    void canceledCallIsQuiet() {
        budget.charge(MIB);
        upstream.onEvent(event(100_000));

        call.cancel();
        budget.give(MIB);
        pass(60_000);

        assertThat(heard.told).containsExactly("open");
        assertThat(rig.upstreamTold).containsExactly("pause 0", "cancel 0");
    }

    private static final class Hearing implements UpstreamSink {

        private final List<String> told = new ArrayList<>();
        private @Nullable UpstreamException failure;

        @Override
        public void onOpen(UpstreamHead head) {
            told.add("open");
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            told.add("event");
        }

        @Override
        public void onBatchEnd() {
            told.add("flush");
        }

        @Override
        public void onHeld(long bytes) {
            told.add("held");
        }

        @Override
        public void onComplete() {
            told.add("complete");
        }

        @Override
        public void onFailure(UpstreamException reported) {
            failure = reported;
            told.add("failed " + reported.failure().status() + " "
                    + reported.failure().error().code());
        }
    }
}
