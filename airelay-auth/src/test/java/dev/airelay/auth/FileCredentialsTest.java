package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialsTest {
    @TempDir
    Path directory;

    private Path file;
    private CredentialSource source;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("auth.json");
        source = new FileCredentials(new SessionFile(file), Runnable::run);
    }

    private void signIn(String accessToken) throws IOException {
        Path fresh = Files.writeString(
                directory.resolve("auth.json.new"),
                "{\"tokens\":{\"access_token\":\"" + accessToken + "\",\"account_id\":\"a\"}}");
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Credentials given(CompletionStage<Credentials> stage) {
        return stage.toCompletableFuture().join();
    }

    private static AuthException failure(CompletionStage<Credentials> stage) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> given(stage));
        return (AuthException) thrown.getCause();
    }

    @Test
    void readsTheFile() throws IOException {
        signIn("one");

        assertThat(given(source.current())).isEqualTo(new Credentials("one", "a"));
    }

    @Test
    void aLoginByAnotherProcessCountsAtOnce() throws IOException {
        signIn("one");
        given(source.current());
        FileTime then = Files.getLastModifiedTime(file);
        signIn("two");
        Files.setLastModifiedTime(file, then);

        assertThat(given(source.current())).isEqualTo(new Credentials("two", "a"));
    }

    @Test
    void aFileThatStaysTheSameIsNotReadAgain() throws IOException {
        signIn("one");
        given(source.current());
        FileTime then = Files.getLastModifiedTime(file);
        Files.writeString(file, Files.readString(file).replace("one", "two"));
        Files.setLastModifiedTime(file, then);

        assertThat(given(source.current())).isEqualTo(new Credentials("one", "a"));
    }

    @Test
    void withoutAFileNobodyIsSignedIn() throws IOException {
        assertThat(failure(source.current()).failure()).isEqualTo(AuthFailure.MISSING);

        signIn("one");
        given(source.current());
        Files.delete(file);
        assertThat(failure(source.current()).failure()).isEqualTo(AuthFailure.MISSING);
    }

    @Test
    void anEmptyFileIsNoSession() throws IOException {
        Files.writeString(file, "");

        assertThat(failure(source.current()).failure()).isEqualTo(AuthFailure.MISSING);
    }

    @Test
    void aFileThatCannotBeReadIsReported() throws IOException {
        Files.createDirectory(file);

        AuthException failure = failure(source.current());

        assertThat(failure.failure()).isEqualTo(AuthFailure.INCOMPLETE);
        assertThat(failure).hasMessageStartingWith(file + " cannot be read");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        Files.write(file, new byte[2_000_000]);

        assertThat(failure(source.current())).hasMessageContaining("is larger than 1048576 bytes");
    }

    @Test
    void theCallerDoesNoFileWork() throws IOException {
        signIn("one");
        Deque<Runnable> tasks = new ArrayDeque<>();
        CompletableFuture<Credentials> answer =
                new FileCredentials(new SessionFile(file), tasks::add).current().toCompletableFuture();

        assertThat(answer).isNotDone();
        tasks.remove().run();
        assertThat(answer).isCompletedWithValue(new Credentials("one", "a"));
    }

    @Test
    void anExecutorThatRefusesIsAFailureOfTheStage() {
        CredentialSource stopping = new FileCredentials(new SessionFile(file), task -> {
            throw new RejectedExecutionException("stopped");
        });

        assertThat(failure(stopping.current()).failure()).isEqualTo(AuthFailure.INCOMPLETE);
    }

    @Test
    void afterARejectionACredentialThatChangedIsTriedAgain() throws IOException {
        signIn("one");
        Credentials rejected = given(source.current());
        signIn("two");

        assertThat(given(source.afterRejection(rejected))).isEqualTo(new Credentials("two", "a"));
    }

    @Test
    void afterARejectionTheSameCredentialIsNotTriedAgain() throws IOException {
        signIn("one");
        Credentials rejected = given(source.current());

        assertThat(failure(source.afterRejection(rejected)).failure()).isEqualTo(AuthFailure.REJECTED);
        assertThat(failure(new StaticCredentials(rejected).afterRejection(rejected))
                        .failure())
                .isEqualTo(AuthFailure.REJECTED);
    }
}
