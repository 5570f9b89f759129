package dev.airelay.traffic.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.record.ClientRecord;
import dev.airelay.traffic.record.DeferredRecord;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.Measures;
import dev.airelay.traffic.record.Outcome;
import dev.airelay.traffic.record.RequestLine;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.record.TrafficRecord;
import dev.airelay.traffic.record.UpstreamRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A record counts in the queue for the bytes it holds, and a body that finds no room loses its content only. */
class TrafficQueueTest {
    private static final int ROOM = 65_536;
    private static final LoggedBody LARGE = new LoggedBody.Bytes("application/json", new byte[ROOM + 1]);
    private static final LoggedBody BY_SIZE = new LoggedBody.Omitted(ROOM + 1);

    private final TrafficQueue queue = new TrafficQueue(new TrafficOptions.Queue(16, ROOM, Duration.ofSeconds(1)));

    private static ClientRecord.Inbound inbound(LoggedBody body) {
        return new ClientRecord.Inbound("r", "POST", "/v1/responses", List.of(), List.of(), "127.0.0.1", body);
    }

    private static ClientRecord.Outbound outbound(LoggedBody body) {
        return new ClientRecord.Outbound(
                "r",
                new RequestLine("POST", "/v1/responses", null, "127.0.0.1", null),
                200,
                true,
                body,
                new Outcome(null, List.of(), null),
                new Measures(Duration.ZERO, null, null, 1, 1));
    }

    private TrafficRecord offered(TrafficRecord record) {
        queue.offer(Instant.EPOCH, record);
        return Objects.requireNonNull(queue.poll()).record();
    }

    @Test
    void droppedBodyTakesNoRoom() {
        TrafficRecord record = inbound(new LoggedBody.Omitted(40L << 20));

        assertThat(offered(record)).isEqualTo(record);
        assertThat(queue.dropped()).isZero();
    }

    static Stream<Arguments> largeRecords() {
        return Stream.of(
                Arguments.of(inbound(LARGE), inbound(BY_SIZE)),
                Arguments.of(outbound(LARGE), outbound(BY_SIZE)),
                Arguments.of(
                        new UpstreamRecord.Response("r", "POST", "url", 200, null, LARGE),
                        new UpstreamRecord.Response("r", "POST", "url", 200, null, BY_SIZE)),
                Arguments.of(
                        new UpstreamRecord.ResponseError("r", 500, null, LARGE),
                        new UpstreamRecord.ResponseError("r", 500, null, BY_SIZE)),
                Arguments.of(
                        new UpstreamRecord.Request("r", "POST", "url", null, LARGE),
                        new UpstreamRecord.Request("r", "POST", "url", null, BY_SIZE)));
    }

    @ParameterizedTest
    @MethodSource("largeRecords")
    void bodyWithoutRoomIsLoggedByItsSize(TrafficRecord record, TrafficRecord taken) {
        assertThat(offered(record)).isEqualTo(taken);
        assertThat(queue.dropped()).isZero();
        assertThat(queue.taken()).isEqualTo(1);
    }

    @Test
    void roomIsGivenBack() {
        TrafficRecord almostAll = inbound(new LoggedBody.Bytes(null, new byte[ROOM - 1_000]));

        for (int round = 0; round < 5; round++) {
            assertThat(offered(inbound(LARGE))).isEqualTo(inbound(BY_SIZE));
            assertThat(offered(almostAll)).isEqualTo(almostAll);
        }
    }

    @Test
    void fullQueueDropsWhatHoldsNothingToo() {
        for (int i = 0; i < 20; i++) {
            queue.offer(Instant.EPOCH, inbound(LARGE));
        }

        assertThat(queue.taken()).isEqualTo(16);
        assertThat(queue.dropped()).isEqualTo(4);
    }

    /** One that is refused may be suspended at any point of it: meanwhile the others must find their room. */
    @Test
    void bodyWithoutRoomTakesNoneFromOthersMeanwhile() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        TrafficRecord large = inbound(LARGE);
        Thread refused = new Thread(() -> {
            while (!done.get()) {
                queue.offer(Instant.EPOCH, large);
            }
        });
        TrafficRecord small = outbound(new LoggedBody.Bytes("application/json", new byte[64]));
        refused.setDaemon(true);
        refused.start();
        int changed = 0;
        for (int i = 0; i < 50_000; i++) {
            queue.offer(Instant.EPOCH, small);
            TrafficQueue.Entry next = queue.poll();
            changed += next != null && next.record() instanceof ClientRecord.Outbound && next.record() != small ? 1 : 0;
        }
        done.set(true);
        refused.join();

        assertThat(changed).as("records that lost their body").isZero();
    }

    private void offer(int records) {
        for (int i = 0; i < records; i++) {
            queue.offer(Instant.EPOCH, inbound(LoggedBody.none()));
        }
    }

    private void poll(int records) {
        for (int i = 0; i < records; i++) {
            assertThat(queue.poll()).isNotNull();
        }
    }

    @Test
    void backlogLastsFromThreeQuartersOfTheRecordsToHalf() {
        offer(12);
        assertThat(queue.backlogged()).isFalse();
        offer(1);
        assertThat(queue.backlogged()).isTrue();
        poll(4);
        assertThat(queue.backlogged()).isTrue();
        poll(1);
        assertThat(queue.backlogged()).isFalse();
        offer(4);
        assertThat(queue.backlogged()).isFalse();
    }

    @Test
    void backlogLastsFromThreeQuartersOfTheMemoryToHalf() {
        LoggedBody fifth = new LoggedBody.Bytes(null, new byte[ROOM / 5]);
        for (int i = 0; i < 3; i++) {
            queue.offer(Instant.EPOCH, inbound(fifth));
        }
        assertThat(queue.backlogged()).isFalse();
        queue.offer(Instant.EPOCH, inbound(fifth));
        assertThat(queue.backlogged()).isTrue();
        poll(1);
        assertThat(queue.backlogged()).isTrue();
        poll(1);
        assertThat(queue.backlogged()).isFalse();
    }

    @Test
    void nobodyWaitsForALogThatIsStuck() {
        offer(16);
        queue.waitedInVain();
        assertThat(queue.backlogged()).isFalse();

        poll(1);
        assertThat(queue.backlogged()).isTrue();
    }

    @Test
    void deferredRecordWithoutRoomIsMadeAtOnceAndLosesItsBody() {
        AtomicInteger made = new AtomicInteger();
        TrafficRecord large = new DeferredRecord("r", ROOM + 1, () -> {
            made.incrementAndGet();
            return inbound(LARGE);
        });

        assertThat(offered(large)).isEqualTo(inbound(BY_SIZE));
        assertThat(made).hasValue(1);
    }

    @Test
    @Timeout(60)
    void gatheringEndsWhenAQuarterIsFullOrTheQueueIsClosed() throws InterruptedException {
        Thread writer = new Thread(() -> queue.gather(Duration.ofHours(1)));
        writer.start();
        while (writer.isAlive()) {
            // It may not have begun to gather yet.
            offer(5);
            poll(5);
        }

        Thread last = new Thread(() -> queue.gather(Duration.ofHours(1)));
        last.start();
        queue.close();
        last.join();
    }
}
