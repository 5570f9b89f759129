package dev.airelay.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLockTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("auth.lock");
    }

    private SessionLock lock(Duration patience) {
        return new SessionLock(file, patience);
    }

    @Test
    void givesTheResultAndIsFreeAgain() {
        assertThat(lock(Duration.ZERO).holding(() -> "done")).isEqualTo("done");
        assertThat(lock(Duration.ZERO).holding(() -> "again")).isEqualTo("again");
    }

    @Test
    void failureOfTheWorkReleasesIt() {
        AuthException failure = catchThrowableOfType(
                AuthException.class,
                () -> lock(Duration.ZERO).holding(() -> {
                    throw AuthFailure.MISSING.exception();
                }));

        assertThat(failure.failure()).isEqualTo(AuthFailure.MISSING);
        assertThat(lock(Duration.ZERO).holding(() -> "free")).isEqualTo("free");
    }

    @Test
    void holderElsewhereIsWaitedForOnlySoLong() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            AuthException failure = catchThrowableOfType(
                    AuthException.class, () -> lock(Duration.ofMillis(30)).holding(() -> "never"));

            assertThat(failure.failure()).isEqualTo(AuthFailure.REFRESH_FAILED);
            assertThat(failure).hasMessageContaining("auth.lock could not be locked");
        }
    }

    @Test
    void twoLocksInOneProcessTakeTurns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> lock(Duration.ofSeconds(10)).holding(() -> {
                    inside.countDown();
                    await(mayLeave);
                    return "first";
                }));
        inside.await();

        AuthException refused = catchThrowableOfType(
                AuthException.class, () -> lock(Duration.ZERO).holding(() -> "second"));
        mayLeave.countDown();

        assertThat(refused).hasMessageContaining("another thread");
        assertThat(first.join()).isEqualTo("first");
        assertThat(lock(Duration.ofSeconds(10)).holding(() -> "second")).isEqualTo("second");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void threadThatIsStoppedDoesNotWait() {
        Thread.currentThread().interrupt();

        AuthException failure = catchThrowableOfType(
                AuthException.class, () -> lock(Duration.ofSeconds(10)).holding(() -> "never"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).hasMessageContaining("stopping");
    }

    @Test
    void directoryThatIsNoneIsReported() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        SessionLock lock = new SessionLock(directory.resolve("file").resolve("auth.lock"), Duration.ZERO);

        AuthException failure = catchThrowableOfType(AuthException.class, () -> lock.holding(() -> "never"));

        assertThat(failure).hasMessageContaining("cannot be locked");
    }
}
