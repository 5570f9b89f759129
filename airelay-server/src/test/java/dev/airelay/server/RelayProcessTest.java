package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelayProcessTest {
    private static final URI URL = URI.create("http://127.0.0.1:8081/v1");

    @TempDir
    private Path directory;

    @Test
    void isFoundUntilItWithdraws() {
        RelayProcess.announce(directory, URL);

        RelayProcess found = RelayProcess.in(directory).orElseThrow();
        assertThat(found.baseUrl()).isEqualTo(URL);
        assertThat(found.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(found.alive()).isTrue();

        RelayProcess.withdraw(directory);
        assertThat(RelayProcess.in(directory)).isEmpty();
    }

    @Test
    void isNotAliveWhenNumberBelongsToAnotherProcess() {
        long self = ProcessHandle.current().pid();

        assertThat(process(self, "of another boot or container").alive()).isFalse();
        assertThat(process(self, "").alive()).isFalse();
        assertThat(process(Long.MAX_VALUE, ProcessIdentity.of(self).orElseThrow())
                        .alive())
                .isFalse();
    }

    @Test
    void isNotAliveAfterProcessHasEnded() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        RelayProcess relay =
                process(child.pid(), ProcessIdentity.of(child.pid()).orElseThrow());
        assertThat(relay.alive()).isTrue();

        child.destroyForcibly().waitFor();

        assertThat(relay.alive()).isFalse();
    }

    private static RelayProcess process(long pid, String identity) {
        return new RelayProcess(pid, identity, URL, Instant.now(), "1");
    }

    @Test
    void leavesFileOfAnotherProcess() throws IOException {
        Path file = directory.resolve("relay.json");
        Files.writeString(file, """
                {"pid": 1, "base_url": "http://127.0.0.1:1/v1", "started_at_ms": 1767225600000, "version": "1"}
                """);

        RelayProcess.withdraw(directory);

        assertThat(file).exists();
    }

    @Test
    void ignoresBrokenFile() throws IOException {
        Files.writeString(directory.resolve("relay.json"), "{\"pid\": 1");

        assertThat(RelayProcess.in(directory)).isEmpty();
    }
}
