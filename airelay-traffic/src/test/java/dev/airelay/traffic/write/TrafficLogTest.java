package dev.airelay.traffic.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.StepLog;
import dev.airelay.traffic.TestClock;
import dev.airelay.traffic.read.LogReader;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.DeferredRecord;
import dev.airelay.traffic.record.RecordObserver;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.record.TrafficRecord;
import dev.airelay.traffic.redact.SecretValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TrafficLogTest {
    @TempDir
    Path home;

    private final TestClock clock = new TestClock("2026-05-20T10:30:00Z");

    private TrafficOptions options(int records) {
        TrafficOptions defaults = TrafficOptions.in(home.resolve("logs"));
        return new TrafficOptions(
                defaults.directory(),
                BodyLevel.SUMMARY,
                new TrafficOptions.Queue(records, 1 << 20, Duration.ofSeconds(30)),
                defaults.files(),
                defaults.retention());
    }

    @Test
    void everyRecordIsWrittenDroppedOrFailedWithManyThreads() throws InterruptedException {
        TrafficLog log = TrafficLog.start(options(64), new SecretValues(), clock);
        int threads = 4;
        int each = 20_000;
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        for (int t = 0; t < threads; t++) {
            String name = "caller " + t + " ";
            callers.execute(() -> {
                for (int i = 0; i < each; i++) {
                    log.record(StepLog.event(name + i));
                }
            });
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        log.close();

        TrafficCounters counters = log.counters();
        assertThat(counters.taken() + counters.dropped()).isEqualTo((long) threads * each);
        assertThat(counters.taken()).isEqualTo(counters.written());
        assertThat(counters.failed()).isZero();
        List<String> found = new ArrayList<>(StepLog.details(home.resolve("logs")));
        found.removeIf(detail -> detail.equals("traffic_log_gap"));
        Set<String> distinct = new HashSet<>(found);
        assertThat(found).hasSize((int) counters.written()).hasSameSizeAs(distinct);
    }

    @Test
    void logSaysHowManyRecordsItDropped() {
        StepLog log = new StepLog(options(16), clock);
        for (int i = 0; i < 20; i++) {
            log.offer("record " + i);
        }
        log.settle();

        assertThat(log.counters()).isEqualTo(new TrafficCounters(16, 16, 4, 0));
        assertThat(log.details()).hasSize(17).endsWith("traffic_log_gap");
    }

    @Test
    void queueIsBoundedInMemoryToo() {
        StepLog log = new StepLog(options(1_000), clock);
        for (int i = 0; i < 20; i++) {
            log.offer("x".repeat(100_000));
        }
        log.settle();
        log.write("small");

        assertThat(log.counters()).isEqualTo(new TrafficCounters(11, 11, 10, 0));
    }

    @Test
    void recordsAfterClosingAreDroppedAndCounted() {
        TrafficLog log = TrafficLog.start(options(16), new SecretValues(), clock);
        log.close();
        log.record(StepLog.event("late"));
        log.close();

        assertThat(log.counters()).isEqualTo(new TrafficCounters(0, 0, 1, 0));
    }

    /** Records offered while the log closes: the accepted ones are written, the others are dropped. */
    @Test
    void closingMeanwhileLosesNoCount() throws InterruptedException {
        int each = 2_000;
        for (int round = 0; round < 30; round++) {
            TrafficLog log = TrafficLog.start(options(64), new SecretValues(), clock);
            Thread caller = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    log.record(StepLog.event("record"));
                }
            });
            caller.start();
            // No pause: the caller would be done before the log closes.
            while (log.counters().taken() < 10) {
                Thread.onSpinWait();
            }
            log.close();
            caller.join();

            TrafficCounters counters = log.counters();
            assertThat(counters.taken()).isEqualTo(counters.written());
            assertThat(counters.taken() + counters.dropped()).isEqualTo(each);
        }
    }

    @Test
    void observerLearnsWhatIsWritten() {
        List<TrafficRecord> observed = new ArrayList<>();
        AtomicBoolean closed = new AtomicBoolean();
        RecordObserver observer = new RecordObserver() {
            @Override
            public void observe(Instant at, TrafficRecord record) {
                observed.add(record);
                assertThat(at).isEqualTo(clock.instant());
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        TrafficLog log = TrafficLog.start(options(16), new SecretValues(), clock, clock, List.of(observer));
        TrafficRecord plain = StepLog.event("plain");
        TrafficRecord deferred = StepLog.event("deferred");

        log.record(plain);
        log.record(new DeferredRecord("req_1", 0, () -> deferred));
        log.record(new DeferredRecord("req_1", 0, () -> null));
        log.close();

        assertThat(observed).containsExactly(plain, deferred);
        assertThat(StepLog.details(home.resolve("logs"))).containsExactlyInAnyOrder("plain", "deferred");
        assertThat(closed).isTrue();
    }

    @Test
    void brokenObserverCostsNoRecord() {
        TrafficLog log = TrafficLog.start(options(16), new SecretValues(), clock, clock, List.of((at, record) -> {
            throw new IllegalStateException("broken");
        }));

        log.record(StepLog.event("first"));
        log.record(StepLog.event("second"));
        log.close();

        assertThat(log.counters()).isEqualTo(new TrafficCounters(2, 2, 0, 0));
    }

    @Test
    void writerIsANamedDaemon() {
        try (TrafficLog log = TrafficLog.start(options(16), new SecretValues(), clock)) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("airelay-traffic-log"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
            assertThat(log.counters().written()).isZero();
        }
    }

    @Test
    void diskThatCannotBeWrittenCostsRecordsAndIsTakenUpAgain() throws IOException {
        Path blocked = Files.createFile(home.resolve("logs"));
        StepLog log = new StepLog(options(16), clock);
        log.write("lost 1", "lost 2");
        assertThat(log.counters()).isEqualTo(new TrafficCounters(2, 0, 0, 2));

        Files.delete(blocked);
        log.write("kept");

        assertThat(log.counters()).isEqualTo(new TrafficCounters(3, 1, 0, 2));
        assertThat(log.details()).containsExactlyInAnyOrder("kept", "traffic_log_gap");
        List<String> lines = new ArrayList<>();
        new LogReader(blocked).read(clock.instant(), entry -> lines.add(entry.json()));
        assertThat(lines)
                .contains("{\"request_id\":\"traffic-log\",\"phase\":\"traffic_log_gap\",\"dropped\":0,\"failed\":2,"
                        + "\"logged_at\":\"2026-05-20T10:30:00Z\"}");
    }

    @Test
    void logThatCannotBeWrittenDoesNotDisturbItsCaller() throws IOException {
        Files.createFile(home.resolve("logs"));

        TrafficLog log = TrafficLog.start(options(16), new SecretValues(), clock);
        log.record(StepLog.event("lost"));
        log.close();

        assertThat(log.counters()).isEqualTo(new TrafficCounters(1, 0, 0, 1));
    }
}
