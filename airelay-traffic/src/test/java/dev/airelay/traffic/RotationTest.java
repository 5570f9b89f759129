package dev.airelay.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.redact.SecretValues;
import dev.airelay.traffic.write.TrafficCounters;
import dev.airelay.traffic.write.TrafficLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {
    @TempDir
    Path home;

    private final TestClock clock = new TestClock("2026-12-31T22:59:59.999Z");

    private Path logs() {
        return home.resolve("data/logs");
    }

    private StepLog log() {
        return new StepLog(TrafficOptions.in(logs()), clock);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-04T05:59:59.999Z, 2026/03/04-05.log.gz, 2026-03-04T06:00:00Z, 2026/03/04-06.log",
        "2026-03-04T23:59:59.999Z, 2026/03/04-23.log.gz, 2026-03-05T00:00:00Z, 2026/03/05-00.log",
        "2026-02-28T23:30:00Z, 2026/02/28-23.log.gz, 2026-03-01T00:00:00Z, 2026/03/01-00.log",
        "2028-02-28T23:30:00Z, 2028/02/28-23.log.gz, 2028-02-29T00:00:00Z, 2028/02/29-00.log",
        "2026-12-31T23:59:59.999Z, 2026/12/31-23.log.gz, 2027-01-01T00:00:00Z, 2027/01/01-00.log"
    })
    void everyUtcHourHasItsFileAndFinishedOnesAreCompressed(String before, String first, String after, String second) {
        StepLog log = log();
        clock.set(before);
        log.write("before");
        clock.set(after);
        log.write("after");

        assertThat(log.files()).containsExactly(first, second);
        assertThat(log.details()).containsExactly("before", "after");
    }

    @Test
    void hourThatIsOverIsCompressedThoughNothingMoreIsWritten() {
        StepLog log = log();
        log.write("one");
        clock.advance(Duration.ofMinutes(2));

        log.settle();

        assertThat(log.files()).containsExactly("2026/12/31-22.log.gz");
    }

    @Test
    void recordThatIsALittleLateGoesWithTheOthers() {
        StepLog log = log();
        clock.set("2026-12-31T23:00:00Z");
        log.offer("new hour");
        log.offer(Instant.parse("2026-12-31T22:59:59.990Z"), "late");
        log.settle();

        assertThat(log.files()).containsExactly("2026/12/31-23.log");
        assertThat(log.details()).containsExactly("new hour", "late");
    }

    @Test
    void clockThatGoesBackLosesNothing() {
        StepLog log = log();
        clock.set("2026-12-31T20:10:00Z");
        log.write("one");
        clock.set("2026-12-31T22:10:00Z");
        log.write("two");
        clock.set("2026-12-31T20:20:00Z");
        log.write("three");
        clock.set("2026-12-31T22:20:00Z");
        log.write("four");

        assertThat(log.details()).containsExactlyInAnyOrder("one", "two", "three", "four");
        assertThat(log.files())
                .containsExactly("2026/12/31-20.001.log.gz", "2026/12/31-20.log.gz", "2026/12/31-22.log");
    }

    @Test
    void fullFileIsRenamedAndTheHourContinues() {
        TrafficOptions defaults = TrafficOptions.in(logs());
        StepLog log = new StepLog(
                new TrafficOptions(
                        logs(),
                        BodyLevel.SUMMARY,
                        defaults.queue(),
                        new TrafficOptions.Files(4_096, 1_024),
                        defaults.retention()),
                clock);
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            written.add(i + "x".repeat(500));
            log.write(written.get(i));
        }

        assertThat(log.details()).isEqualTo(written);
        assertThat(log.files())
                .contains("2026/12/31-22.001.log.gz", "2026/12/31-22.002.log.gz", "2026/12/31-22.003.log.gz")
                .allMatch(file -> file.endsWith(".gz") || file.equals("2026/12/31-22.log"));
    }

    @Test
    void onlyTheOwnerCanReadWhatIsWritten() throws IOException {
        StepLog log = log();
        log.write("one");
        clock.advance(Duration.ofHours(1));
        log.write("two");

        try (Stream<Path> all = Files.walk(home.resolve("data"))) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void whatOthersMayReadIsTakenFromThem() throws IOException {
        Path file = logs().resolve("2026/12/31-22.log");
        Files.createDirectories(logs().resolve("2026/12"));
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.setPosixFilePermissions(logs(), PosixFilePermissions.fromString("rwxr-xr-x"));

        try (TrafficLog log = TrafficLog.start(TrafficOptions.in(logs()), new SecretValues(), clock)) {
            log.record(StepLog.event("one"));
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logs())))
                .isEqualTo("rwx------");
    }

    @Test
    void tornLastLineDoesNotSpoilTheNext() throws IOException {
        log().write("one");
        Files.writeString(
                logs().resolve("2026/12/31-22.log"),
                "{\"request_id\":\"torn\",\"pha",
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);

        log().write("two");

        assertThat(StepLog.details(logs())).containsExactly("one", "two");
    }

    @Test
    void directoryRemovedMeanwhileIsMadeAgain() throws IOException {
        StepLog log = log();
        log.write("one");
        Files.delete(logs().resolve("2026/12/31-22.log"));
        Files.delete(logs().resolve("2026/12"));

        log.write("two");

        assertThat(log.details()).containsExactly("two");
    }

    @Test
    void symbolicLinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.createFile(home.resolve("elsewhere"));
        Files.createDirectories(logs().resolve("2026/12"));
        Files.createSymbolicLink(logs().resolve("2026/12/31-22.log"), elsewhere);
        StepLog log = log();

        log.write("one");

        assertThat(elsewhere).isEmptyFile();
        assertThat(log.counters()).isEqualTo(new TrafficCounters(1, 0, 0, 1));
    }
}
