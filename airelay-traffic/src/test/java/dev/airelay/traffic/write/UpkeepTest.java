package dev.airelay.traffic.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.StepLog;
import dev.airelay.traffic.TestClock;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.redact.SecretValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
    @TempDir
    Path logs;

    private final TestClock clock = new TestClock("2026-05-20T10:30:00Z");

    private StepLog log;

    @BeforeEach
    void keepThreeDaysAnd64KiB() {
        TrafficOptions defaults = TrafficOptions.in(logs);
        log = new StepLog(
                new TrafficOptions(
                        logs,
                        BodyLevel.SUMMARY,
                        defaults.queue(),
                        defaults.files(),
                        new TrafficOptions.Retention(3, 65_536)),
                clock);
    }

    private void file(String name, byte[] content) throws IOException {
        Path path = logs.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void whatIsOlderThanTheDaysIsRemovedWithItsEmptyDirectories() throws IOException {
        file("2025/12/31-23.log.gz", gzip("a\n"));
        file("2026/05/17-08.log.gz", gzip("b\n"));
        file("2026/05/17-10.log.gz", gzip("c\n"));
        file("2026/05/20-09.log", random(100));

        log.write("now");

        assertThat(log.files()).containsExactly("2026/05/17-10.log.gz", "2026/05/20-09.log.gz", "2026/05/20-10.log");
        assertThat(logs.resolve("2025")).doesNotExist();
    }

    @Test
    void clockThatLeapsAheadRemovesNothingBeforeTheRetentionClockFollows() throws IOException {
        TestClock settled = new TestClock("2026-05-20T10:30:00Z");
        StepLog careful = new StepLog(TrafficOptions.in(logs), clock, settled);
        file("2026/05/19-08.log.gz", gzip("b\n"));
        clock.set("2030-01-01T00:00:00Z");

        careful.write("in the wrong year");
        clock.set("2026-05-20T11:00:00Z");
        careful.write("in the right year");

        assertThat(careful.files()).contains("2026/05/19-08.log.gz");
        clock.set("2030-01-01T01:00:00Z");
        settled.set("2030-01-01T01:00:00Z");
        careful.write("years later");
        assertThat(careful.files()).doesNotContain("2026/05/19-08.log.gz");
    }

    @Test
    void beyondTheTotalSizeTheOldestAreRemoved() throws IOException {
        file("2026/05/19-01.log.gz", random(30_000));
        file("2026/05/19-02.001.log.gz", random(20_000));
        file("2026/05/19-02.log.gz", random(20_000));
        file("2026/05/19-03.log.gz", random(20_000));

        log.write("now");

        assertThat(log.files())
                .containsExactly(
                        "2026/05/19-02.001.log.gz",
                        "2026/05/19-02.log.gz",
                        "2026/05/19-03.log.gz",
                        "2026/05/20-10.log");
    }

    @Test
    void fileBeingWrittenStaysHoweverLarge() throws IOException {
        file("2026/05/20-10.log", random(100_000));

        log.write("now");

        assertThat(log.files()).containsExactly("2026/05/20-10.log");
    }

    @Test
    void filesOfOthersAreLeftAlone() throws IOException {
        List<String> foreign = List.of(
                "1999/01/01-01.log.bak", "1999/01/notes.txt", "1999/13/01-01.log", "1999/01-01.log", "relay.log");
        for (String name : foreign) {
            file(name, random(100_000));
        }

        log.write("now");

        assertThat(log.files()).containsAll(foreign);
    }

    @Test
    void largeFileIsCompressedInStepsBetweenWhichRecordsAreWritten() throws IOException {
        file("2026/05/20-08.log", random(2_000_000));
        TrafficOptions large = TrafficOptions.in(logs);
        StepLog roomy = new StepLog(large, clock);

        for (int i = 0; i < 5; i++) {
            roomy.offer("record " + i);
        }
        roomy.settle();

        assertThat(roomy.files()).containsExactly("2026/05/20-08.log.gz", "2026/05/20-10.log");
        assertThat(logs.resolve("2026/05/20-08.log.gz")).isNotEmptyFile();
        assertThat(roomy.counters().written()).isEqualTo(5);
    }

    @Test
    void compressionWaitsWhileRecordsCome() throws IOException {
        file("2026/05/20-08.log", random(2_000_000));
        StepLog busy = new StepLog(TrafficOptions.in(logs), clock);

        for (int i = 0; i < 30; i++) {
            busy.offer("record " + i);
            busy.step();
        }
        assertThat(logs.resolve("2026/05/20-08.log.gz.tmp")).doesNotExist();

        for (int i = 0; i < 10; i++) {
            busy.offer("more " + i);
            busy.step();
        }
        // It is never put off forever.
        assertThat(logs.resolve("2026/05/20-08.log.gz.tmp")).exists();

        busy.settle();
        assertThat(busy.files()).containsExactly("2026/05/20-08.log.gz", "2026/05/20-10.log");
    }

    @Test
    void crashBetweenMoveAndDeleteLeavesNoDuplicates() throws IOException {
        String line = "{\"detail\":\"one\",\"logged_at\":\"2026-05-20T08:00:00Z\"}\n";
        file("2026/05/20-08.log", line.getBytes(StandardCharsets.UTF_8));
        file("2026/05/20-08.log.gz", gzip(line));

        assertThat(log.details()).containsExactly("one");
        log.write("now");

        assertThat(log.files()).containsExactly("2026/05/20-08.log.gz", "2026/05/20-10.log");
        assertThat(log.details()).containsExactly("one", "now");
    }

    @Test
    void largeFilesAreComparedInStepsToo() throws IOException {
        String line = "{\"detail\":\"one\",\"logged_at\":\"2026-05-20T08:00:00Z\"}\n";
        String content = line.repeat(30_000);
        file("2026/05/20-08.log", content.getBytes(StandardCharsets.UTF_8));
        file("2026/05/20-08.log.gz", gzip(content));
        StepLog roomy = new StepLog(TrafficOptions.in(logs), clock);
        roomy.offer("now");

        // One writes the record, one opens the files, five compare a piece each.
        for (int steps = 0; steps < 7; steps++) {
            roomy.step();
        }
        assertThat(logs.resolve("2026/05/20-08.log")).exists();
        roomy.settle();

        assertThat(roomy.files()).containsExactly("2026/05/20-08.log.gz", "2026/05/20-10.log");
    }

    @Test
    void fileThatDiffersInItsLastBytesIsKept() throws IOException {
        String line = "{\"detail\":\"one\",\"logged_at\":\"2026-05-20T08:00:00Z\"}\n";
        String shared = line.repeat(30_000);
        file("2026/05/20-08.log", (shared + line.replace("one", "two")).getBytes(StandardCharsets.UTF_8));
        file("2026/05/20-08.log.gz", gzip(shared + line));
        StepLog roomy = new StepLog(TrafficOptions.in(logs), clock);

        roomy.write("now");

        assertThat(roomy.files())
                .containsExactly("2026/05/20-08.001.log.gz", "2026/05/20-08.log.gz", "2026/05/20-10.log");
    }

    @Test
    void whatWasLeftHalfCompressedIsRemovedAtStart() throws IOException {
        file(
                "2026/05/20-08.log",
                "{\"detail\":\"one\",\"logged_at\":\"2026-05-20T08:00:00Z\"}\n".getBytes(StandardCharsets.UTF_8));
        file("2026/05/20-08.log.gz.tmp", random(50));

        TrafficLog.start(TrafficOptions.in(logs), new SecretValues(), clock).close();

        assertThat(logs.resolve("2026/05/20-08.log.gz.tmp")).doesNotExist();
        assertThat(log.details()).containsExactly("one");
    }
}
