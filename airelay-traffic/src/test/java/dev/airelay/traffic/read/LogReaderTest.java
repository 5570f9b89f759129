package dev.airelay.traffic.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.StepLog;
import dev.airelay.traffic.TestClock;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.TrafficOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogReaderTest {
    @TempDir
    Path logs;

    private final TestClock clock = new TestClock("2026-12-30T22:15:00Z");

    private StepLog log() {
        TrafficOptions defaults = TrafficOptions.in(logs);
        return new StepLog(
                new TrafficOptions(
                        logs,
                        BodyLevel.SUMMARY,
                        defaults.queue(),
                        new TrafficOptions.Files(4_096, 1_024),
                        defaults.retention()),
                clock);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-30T00:00:00Z, 60",
        "2026-12-31T23:15:00Z, 35",
        "2026-12-31T23:15:00.001Z, 34",
        "2027-01-01T00:00:00Z, 34",
        "2027-01-02T09:15:00Z, 1",
        "2027-01-02T09:15:00.001Z, 0"
    })
    void sinceIsFoundAcrossHoursDaysYearsAndCompressedFiles(String since, int count) throws IOException {
        StepLog log = log();
        for (int i = 0; i < 60; i++) {
            log.write("record " + i);
            clock.advance(Duration.ofHours(1));
        }

        List<String> found = new ArrayList<>();
        new LogReader(logs).read(Instant.parse(since), entry -> found.add(StepLog.detail(entry)));

        assertThat(found).hasSize(count);
    }

    @Test
    void missingDirectoryIsAnEmptyLog() {
        assertThat(StepLog.details(logs.resolve("none"))).isEmpty();
    }

    @Test
    void truncatedAndUnknownLinesAreSkipped() throws IOException {
        Path file = logs.resolve("2026/12/30-22.log");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"detail":"one","logged_at":"2026-12-30T22:00:00Z"}
                {"detail":"two","logged_

                not json
                [1]
                {"detail":"no time"}
                {"detail":"bad time","logged_at":"yesterday"}
                {"detail":"three","logged_at":"2026-12-30T22:00:01Z"}
                {"detail":"four","logged_at":"2026-12-30T22:00:02Z"}""");

        assertThat(StepLog.details(logs)).containsExactly("one", "three", "four");
    }

    @Test
    void damagedCompressedFileIsReadAsFarAsItGoes() throws IOException {
        StepLog log = log();
        log.write("one");
        clock.advance(Duration.ofHours(1));
        log.write("two");
        Path compressed = logs.resolve("2026/12/30-22.log.gz");
        byte[] bytes = Files.readAllBytes(compressed);
        Files.write(compressed, Arrays.copyOf(bytes, bytes.length - 8));

        assertThat(StepLog.details(logs)).endsWith("two");
    }

    @Test
    void entryIsShownInOneSafeLine() {
        LogEntry entry = LogEntry.parse(
                        "{\"request_id\":\"req_1\",\"phase\":\"inbound_request\",\"path\":\"/\\u001b[2Jx y\","
                                + "\"status_code\":200,\"headers\":{},\"logged_at\":\"2026-12-30T22:00:00Z\"}")
                .orElseThrow();

        assertThat(entry.text())
                .isEqualTo("2026-12-30T22:00:00Z inbound_request req_1 path=\"/?[2Jx y\" status_code=200");
        assertThat(entry.requestId()).isEqualTo("req_1");
    }

    @Test
    void followingSeesWhatComesAcrossEveryKindOfRotation() throws IOException {
        StepLog log = log();
        List<String> written = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (LogFollower follower = new LogReader(logs).follow(Instant.EPOCH)) {
            assertThat(follower.poll(entry -> seen.add(StepLog.detail(entry)))).isFalse();
            for (int i = 0; i < 200; i++) {
                written.add(i + "x".repeat(700));
                log.write(written.get(i));
                assertThat(follower.poll(entry -> seen.add(StepLog.detail(entry))))
                        .isTrue();
                assertThat(seen).isEqualTo(written);
                clock.advance(Duration.ofMinutes(i % 7));
            }
            assertThat(follower.poll(entry -> seen.add(StepLog.detail(entry)))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void followerThatComesSeldomMissesNothing(long seed) throws IOException {
        Random random = new Random(seed);
        StepLog log = log();
        List<String> written = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (LogFollower follower = new LogReader(logs).follow(Instant.EPOCH)) {
            for (int i = 0; i < 300; i++) {
                written.add(i + "x".repeat(random.nextInt(1_500)));
                log.write(written.get(i));
                clock.advance(Duration.ofMinutes(random.nextInt(20) == 0 ? 200 : random.nextInt(10)));
                if (random.nextInt(10) == 0) {
                    log.settle();
                }
                if (random.nextInt(15) == 0) {
                    follower.poll(entry -> seen.add(StepLog.detail(entry)));
                    assertThat(seen).isEqualTo(written);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void followingSeesEverythingUnderAClockThatJumpsBothWays(long seed) throws IOException {
        Random random = new Random(seed);
        StepLog log = log();
        List<String> written = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (LogFollower follower = new LogReader(logs).follow(clock.instant())) {
            for (int i = 0; i < 200; i++) {
                written.add(String.valueOf(i));
                log.write(written.get(i));
                follower.poll(entry -> seen.add(StepLog.detail(entry)));
                assertThat(seen).isEqualTo(written);
                clock.advance(Duration.ofMinutes(random.nextInt(8) == 0 ? random.nextInt(-10_000, 10_000) : 1));
            }
        }
    }

    @Test
    void followingBeginsBesideAFileFromTheFuture() throws IOException {
        StepLog log = log();
        log.write("before");
        clock.advance(Duration.ofDays(2));
        log.write("on the wrong day");
        clock.advance(Duration.ofDays(-2));
        List<String> seen = new ArrayList<>();
        try (LogFollower follower = new LogReader(logs).follow(clock.instant())) {
            follower.poll(entry -> seen.add(StepLog.detail(entry)));
            log.write("after");
            follower.poll(entry -> seen.add(StepLog.detail(entry)));
        }

        assertThat(seen).containsExactly("before", "on the wrong day", "after");
    }

    @Test
    void followingWaitsForTheRestOfALine() throws IOException {
        Path file = logs.resolve("2026/12/30-22.log");
        Files.createDirectories(file.getParent());
        String line = "{\"detail\":\"one\",\"logged_at\":\"2026-12-30T22:00:00Z\"}\n";
        Files.writeString(file, line.substring(0, 20));
        List<String> seen = new ArrayList<>();
        try (LogFollower follower = new LogReader(logs).follow(Instant.EPOCH)) {
            assertThat(follower.poll(entry -> seen.add(StepLog.detail(entry)))).isFalse();

            Files.writeString(file, line.substring(20), StandardOpenOption.APPEND);

            assertThat(follower.poll(entry -> seen.add(StepLog.detail(entry)))).isTrue();
            assertThat(seen).containsExactly("one");
        }
    }
}
