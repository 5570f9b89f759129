package dev.airelay.backend;

import static dev.airelay.backend.RecordingSink.COMPLETE;
import static dev.airelay.backend.RecordingSink.FAILURE;
import static dev.airelay.backend.RecordingSink.FLUSH;
import static dev.airelay.backend.RecordingSink.OPEN;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class EventGateTest {

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final RecordingSink sink = new RecordingSink();
    private final AtomicInteger terminals = new AtomicInteger();
    private final AtomicReference<Throwable> brokenOff = new AtomicReference<>();
    private final EventGate.Source source = new EventGate.Source() {
        @Override
        public void finish() {
            terminals.incrementAndGet();
        }

        @Override
        public void breakOff(Throwable thrown) {
            brokenOff.set(thrown);
        }
    };
    private EventGate gate;

    @BeforeEach
    void freeze() {
        time.freezeTime();
        gate = gate(Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        time.close();
    }

    private EventGate gate(Duration holdBack) {
        return new EventGate(new UpstreamHead(Map.of()), sink, time.eventLoop(), holdBack, () -> 0, source);
    }

    private static UpstreamEvent event(String type) {
        byte[] json = JsonMapper.shared()
                .createObjectNode()
                .put("type", type)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return UpstreamEvent.parse(json).orElseThrow();
    }

    private void passes(Duration elapsed) {
        time.advanceTimeBy(elapsed.toMillis(), MILLISECONDS);
        time.runScheduledPendingTasks();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.created",
                "response.queued",
                "response.in_progress",
                "response.output_item.added",
                "codex.rate_limits",
                "keepalive",
                "something.new"
            })
    void eventThatShowsNothingIsHeld(String type) {
        gate.accept(event(type));
        gate.batchEnd();

        assertThat(sink.unread()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.output_text.delta", "response.completed", "response.incomplete"})
    void eventThatMattersOpens(String type) {
        gate.accept(event("response.created"));
        gate.accept(event(type));

        assertThat(sink.unread()).startsWith(OPEN, "response.created", type);
    }

    @Test
    void timeRunsFromTheFirstEventOn() {
        gate.accept(event("response.created"));
        passes(Duration.ofMillis(1500));
        gate.accept(event("response.in_progress"));
        passes(Duration.ofMillis(499));
        assertThat(sink.unread()).isEmpty();

        passes(Duration.ofMillis(1));

        assertThat(sink.unread()).containsExactly(OPEN, "response.created", "response.in_progress", FLUSH);
    }

    @Test
    void nothingIsHeldWhenThereIsNoTimeFor() {
        gate = gate(Duration.ZERO);

        gate.accept(event("response.created"));

        assertThat(sink.unread()).containsExactly(OPEN, "response.created");
    }

    @Test
    void tooManyHeldEventsOpen() {
        for (int i = 0; i < 63; i++) {
            gate.accept(event("keepalive"));
        }
        assertThat(sink.unread()).isEmpty();

        gate.accept(event("keepalive"));

        assertThat(sink.unread()).hasSize(65).startsWith(OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.failed", "error"})
    void failureBeforeContentIsNoEvent(String type) {
        gate.accept(event("response.created"));
        gate.accept(event(type));
        gate.accept(event("response.output_text.delta"));

        assertThat(sink.unread()).containsExactly(FAILURE);
        assertThat(terminals).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.completed", "response.failed", "error", "response.done"})
    void nothingComesAfterTheTerminalEvent(String type) {
        gate.accept(event("response.output_text.delta"));
        gate.accept(event(type));
        gate.accept(event("response.output_text.delta"));
        gate.batchEnd();
        gate.fail(UpstreamFailure.incompleteStream());

        assertThat(sink.unread()).containsExactly(OPEN, "response.output_text.delta", type, COMPLETE);
        assertThat(terminals).hasValue(1);
    }

    @Test
    void batchWithoutEventsIsNotFlushed() {
        gate.accept(event("response.output_text.delta"));
        gate.batchEnd();
        gate.batchEnd();

        assertThat(sink.unread()).containsExactly(OPEN, "response.output_text.delta", FLUSH);
    }

    @Test
    void closedGateLetsNothingThroughEvenWhenTimeIsUp() {
        gate.accept(event("response.created"));
        gate.close();
        passes(Duration.ofSeconds(5));
        gate.accept(event("response.completed"));
        gate.fail(UpstreamFailure.incompleteStream());

        assertThat(sink.unread()).isEmpty();
    }

    /** Nothing is being read when the timer fires: the failure would be seen by nobody. */
    @Test
    void sinkThatThrowsWhenTheTimeIsOverBreaksTheSourceOff() {
        RuntimeException mistake = new IllegalStateException("the sink's own mistake");
        RecordingSink failing = new RecordingSink() {
            @Override
            public void onOpen(UpstreamHead opened) {
                throw mistake;
            }
        };
        gate = new EventGate(
                new UpstreamHead(Map.of()), failing, time.eventLoop(), Duration.ofSeconds(2), () -> 0, source);
        gate.accept(event("response.created"));
        passes(Duration.ofSeconds(2));

        assertThat(brokenOff).hasValue(mistake);
    }
}
