package dev.airelay.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.Sessions;
import dev.airelay.base.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class FileStoreTest {
    private static final Instant TIME = Instant.parse("2026-08-01T12:00:00.123456789Z");

    @TempDir
    Path directory;

    private Path file;
    private FileStore store;

    @BeforeEach
    void open() {
        file = directory.resolve("data").resolve("auth.json");
        store = new FileStore(file);
    }

    private static StoredSession session(String refreshToken) {
        return Sessions.of("at", refreshToken, TIME);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void case10FileHasCodexsLayout() throws IOException {
        store.save(session("rt"));

        assertThat(Files.readString(file)).isEqualToNormalizingNewlines("""
                {
                  "auth_mode" : "chatgpt",
                  "OPENAI_API_KEY" : null,
                  "tokens" : {
                    "id_token" : "%s",
                    "access_token" : "at",
                    "refresh_token" : "rt",
                    "account_id" : "acc-1"
                  },
                  "last_refresh" : "2026-08-01T12:00:00.123456789Z",
                  "bound_account_id" : "acc-1"
                }""".formatted(Sessions.idToken("acc-1")));
        assertThat(store.load()).contains(session("rt"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no such permissions.")
    void case10FileAndDirectoryAreTheOwnersAlone() throws IOException {
        store.save(session("rt"));

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no such permissions.")
    void looseFileIsPrivateAfterTheNextWrite() throws IOException {
        store.save(session("rt"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(OwnerOnly.openToOthers(file)).isTrue();
        store.save(session("rt-2"));

        assertThat(OwnerOnly.openToOthers(file)).isFalse();
    }

    @Test
    void case10ReaderSeesTheOldSessionOrTheNewOne() throws InterruptedException {
        store.save(session("rt-0"));
        List<Throwable> seen = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                assertThat(store.load().orElseThrow().tokens().refresh().orElseThrow())
                        .startsWith("rt-");
            }
        });
        reader.setUncaughtExceptionHandler((thread, failure) -> seen.add(failure));
        reader.start();

        for (int round = 1; round <= 50; round++) {
            store.save(session("rt-" + round));
        }
        reader.interrupt();
        reader.join();

        assertThat(seen).isEmpty();
    }

    @Test
    void fieldsOfOtherProgramsSurvive() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"OPENAI_API_KEY":"sk-1","agent_identity":{"x":[1,2.50]},
                 "tokens":{"access_token":"at","refresh_token":"rt","account_id":"a","scope":"openid"}}
                """);

        store.save(store.load().orElseThrow().renewed(Sessions.reply("at-2", "rt-2"), TIME));

        var root = JsonMapper.shared().readTree(Files.readAllBytes(file));
        assertThat(root.path("OPENAI_API_KEY").stringValue()).isEqualTo("sk-1");
        assertThat(Files.readString(file)).containsPattern("\\[ *1, 2\\.50 *\\]");
        assertThat(root.path("tokens").path("scope").stringValue()).isEqualTo("openid");
        assertThat(root.path("tokens").path("refresh_token").stringValue()).isEqualTo("rt-2");
    }

    @Test
    void whatACutOffWriteLeftIsRemoved() throws IOException {
        store.save(session("rt"));
        Path leftover = Files.writeString(file.resolveSibling(".auth.json.123.tmp"), "{");

        store.save(session("rt-2"));

        assertThat(leftover).doesNotExist();
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void directoryThatCannotBeWrittenIsReportedAndTheOldSessionStays() throws IOException {
        Files.writeString(directory.resolve("data"), "not a directory");

        AuthException failure = catchThrowableOfType(AuthException.class, () -> store.save(session("s3cret-rt")));

        assertThat(failure).hasMessageStartingWith("The session cannot be saved in " + file);
        assertThat(failure.getMessage()).doesNotContain("s3cret");
    }

    @Test
    void deletingRemovesLeftoversToo() throws IOException {
        store.save(session("rt"));
        Path leftover = Files.writeString(file.resolveSibling(".auth.json.123.tmp"), "{");

        assertThat(store.delete()).isTrue();
        assertThat(store.delete()).isFalse();
        assertThat(leftover).doesNotExist();
        assertThat(file).doesNotExist();
    }

    @Test
    void brokenJsonIsReportedWithTheFileAndWithoutItsText() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"tokens\": eyJhbGciOi}");

        AuthException failure = catchThrowableOfType(AuthException.class, () -> store.load());

        assertThat(failure).hasMessageStartingWith(file + " is not valid JSON (line 1");
        assertThat(failure.getMessage()).doesNotContain("eyJ");
    }
}
