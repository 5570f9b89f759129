package dev.airelay.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.traffic.read.LogReader;
import dev.airelay.traffic.record.TrafficOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A named pipe in place of the log's file; opening one would never end, to read or to write. */
@Timeout(20)
@DisabledOnOs(OS.WINDOWS)
class UnfitFilesTest {
    private static final String NAMED_PIPE = "it is a named pipe; it must be a regular file";

    @TempDir
    Path logs;

    private final TestClock clock = new TestClock("2026-12-30T22:15:00Z");

    @BeforeEach
    void makePipe() throws Exception {
        Path pipe = logs.resolve("2026/12/30-22.log");
        Files.createDirectories(pipe.getParent());
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void countsWhatCannotBeWritten() {
        StepLog log = new StepLog(TrafficOptions.in(logs), clock);

        log.write("lost");

        assertThat(log.counters().failed()).isPositive();
    }

    @Test
    void refusesToRead() {
        assertThatThrownBy(() -> new LogReader(logs).read(Instant.EPOCH, entry -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(NAMED_PIPE);
    }

    @Test
    void refusesToFollow() {
        assertThatThrownBy(() -> new LogReader(logs).follow(Instant.EPOCH).poll(entry -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(NAMED_PIPE);
    }
}
