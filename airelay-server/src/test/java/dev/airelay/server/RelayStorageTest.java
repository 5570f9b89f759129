package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayStorageTest {

    @TempDir
    Path home;

    @Test
    void oneRelayAtATimeHasADataDirectory() {
        Path dataDir = home.resolve("data");
        try (RunningRelay first = RunningRelay.start(dataDir)) {
            assertThatThrownBy(() -> RunningRelay.start(dataDir))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(dataDir.toString())
                    .hasMessageContaining("another relay at " + first.clientBaseUrl() + " (process "
                            + ProcessHandle.current().pid() + ")")
                    .hasMessageContaining("--data-dir")
                    .extracting(refused -> ((StorageException) refused).status())
                    .isEqualTo(ExitStatus.UNAVAILABLE);
            assertThat(first.get("/healthz").status()).isEqualTo(200);
            // A refusal does not give up what the first relay holds.
            assertThatThrownBy(() -> RunningRelay.start(dataDir)).isInstanceOf(StorageException.class);
        }
        try (RunningRelay next = RunningRelay.start(dataDir)) {
            assertThat(next.get("/healthz").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DirectoryLock.FILE, "store/" + DirectoryLock.STORE_FILE})
    void deletedLockFileLetsNoSecondRelayIn(String file) throws Exception {
        Path dataDir = home.resolve("data");
        try (OtherRelay first = OtherRelay.start(dataDir)) {
            for (int round = 0; round < 2; round++) {
                Files.deleteIfExists(dataDir.resolve(file));

                assertThatThrownBy(() -> RunningRelay.start(dataDir))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining("another relay (process " + first.pid() + ")");
            }
        }
        try (RunningRelay next = RunningRelay.start(dataDir)) {
            assertThat(next.get("/healthz").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DirectoryLock.FILE, "store/" + DirectoryLock.STORE_FILE})
    void lockFileThatIsNotAFileIsNamed(String file) throws IOException {
        Path dataDir = home.resolve("data");
        Files.createDirectories(dataDir.resolve(file));

        assertThatThrownBy(() -> RunningRelay.start(dataDir))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file + ": it is a directory; it must be a regular file");
    }

    @Test
    void storedDataIsReadableByItsOwnerOnly() throws IOException {
        Path dataDir = home.resolve("data");
        try (RunningRelay relay = RunningRelay.start(dataDir)) {
            assertThat(relay.get("/healthz").status()).isEqualTo(200);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("store"))))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(dataDir.resolve(DirectoryLock.FILE))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void dataDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "in the way");

        assertThatThrownBy(() -> RunningRelay.start(file))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file.toString())
                .extracting(refused -> ((StorageException) refused).status())
                .isEqualTo(ExitStatus.FAILURE);
    }
}
