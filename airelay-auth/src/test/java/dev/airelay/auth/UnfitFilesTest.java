package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.RenewalJournal;
import dev.airelay.auth.session.SessionFile;
import dev.airelay.auth.session.SessionImport;
import dev.airelay.auth.session.SessionLock;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.auth.session.StorageMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A named pipe in place of each file of a session; reading one would never end, nor would opening it to write. */
@Timeout(20)
@DisabledOnOs(OS.WINDOWS)
class UnfitFilesTest {
    @TempDir
    Path directory;

    private Path pipe;

    @BeforeEach
    void makePipe() throws Exception {
        pipe = directory.resolve("auth.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    private void assertRefused(ThrowingCallable reading) {
        assertThat(catchThrowableOfType(AuthException.class, reading))
                .hasMessageContaining(pipe.toString())
                .hasMessageContaining("it is a named pipe; it must be a regular file");
    }

    @Test
    void refusesSession() {
        assertRefused(() -> new SessionFile(pipe).read());
    }

    @Test
    void showsStateOfSessionThatCannotBeRead() {
        SessionStorage storage = SessionStorage.of(StorageMode.FILE, pipe, new FakeKeyring(), InstantSource.system());

        assertThat(storage.status().readyForRequests()).isFalse();
    }

    @Test
    void refusesImport() {
        assertRefused(() -> SessionImport.read(pipe));
    }

    @Test
    void refusesLock() {
        assertRefused(() -> new SessionLock(pipe, Duration.ZERO).holding(() -> "never"));
    }

    @Test
    void forgetsRenewalThatCannotBeRead() {
        assertThat(new RenewalJournal(pipe).find("refresh-token")).isEmpty();
    }
}
