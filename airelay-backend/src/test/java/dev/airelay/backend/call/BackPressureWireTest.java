package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.backend.connect.RawUpstream;
import dev.airelay.backend.connect.Sse;
import dev.airelay.transforms.event.UpstreamEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A paused call slows the upstream down instead of filling memory. */
class BackPressureWireTest {

    private static final int EVENTS = 400;
    private static final String LARGE_EVENT =
            Sse.DELTA.replace("Grüße", "x".repeat(64 * 1024)).strip() + "\n\n";
    /** More than one read of the socket gives; far less than the whole answer of 26 MB. */
    private static final long DELIVERED_AT_MOST = 1024 * 1024;

    @Test
    void pausedCallLetsTheUpstreamsWritesBlock() throws Exception {
        try (RawUpstream upstream = new RawUpstream();
                Rig rig = Rig.of(upstream.options())) {
            AtomicReference<CallHandle> call = new AtomicReference<>();
            CountDownLatch paused = new CountDownLatch(1);
            RecordingSink sink = new RecordingSink() {
                @Override
                public void onEvent(UpstreamEvent event) {
                    super.onEvent(event);
                    if (paused.getCount() > 0) {
                        call.get().pause();
                        paused.countDown();
                    }
                }
            };
            call.set(rig.open(sink));
            RawUpstream.Connection connection = upstream.accept();
            connection.readRequest();
            AtomicLong written = new AtomicLong();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> stream(connection, written));

            assertThat(paused.await(10, SECONDS)).isTrue();
            assertThatThrownBy(() -> writer.get(1, SECONDS))
                    .as("the upstream, which would be done long ago if it were read")
                    .isInstanceOf(TimeoutException.class);
            assertThat(written.get()).isLessThan((long) EVENTS * LARGE_EVENT.length());
            assertThat(sink.eventBytes.get()).isLessThan(DELIVERED_AT_MOST);

            rig.onLoop(() -> call.get().resume());
            writer.get(20, SECONDS);
            assertThat(sink.until(COMPLETE))
                    .filteredOn("response.output_text.delta"::equals)
                    .hasSize(EVENTS);
        }
    }

    @Test
    void reportsMemoryOfUnfinishedAndHeldBackEvents() throws Exception {
        try (RawUpstream upstream = new RawUpstream();
                Rig rig = Rig.of(upstream.options())) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            RawUpstream.Connection connection = upstream.accept();
            connection.readRequest();
            connection.beginStream();
            String half = Sse.DELTA.replace("Grüße", "x".repeat(3_000_000)).strip();
            connection.chunk(half);
            sink.awaitHeld(held -> held >= 3_000_000);
            assertThat(sink.unread()).as("nothing is there yet").isEmpty();

            connection.chunk("\n\n");
            sink.awaitHeld(held -> held < 100_000);
            connection.chunk(Sse.COMPLETED);
            connection.endStream();

            assertThat(sink.until(COMPLETE)).contains("response.output_text.delta");
        }
    }

    private static void stream(RawUpstream.Connection connection, AtomicLong written) {
        try {
            connection.beginStream();
            byte[] event = LARGE_EVENT.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < EVENTS; i++) {
                connection.chunk(LARGE_EVENT);
                written.addAndGet(event.length);
            }
            connection.chunk(Sse.COMPLETED);
            connection.endStream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
