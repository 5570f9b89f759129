package dev.airelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.file.FileStore;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A named pipe in place of a file of the store; reading one would never end. */
@Timeout(20)
@DisabledOnOs(OS.WINDOWS)
class UnfitFilesTest {
    private static final String NAMED_PIPE = "it is a named pipe; it must be a regular file";

    @TempDir
    Path directory;

    private final TestWorld world = new TestWorld();

    /** Puts a pipe in place of the only file with this ending. */
    private void exchange(String ending) throws IOException, InterruptedException {
        Path file;
        try (Stream<Path> files = Files.walk(directory)) {
            file = files.filter(path -> path.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void refusesDirectoryWhoseVersionCannotBeRead() throws Exception {
        world.open(directory);
        exchange("format");

        assertThat(Failing.with(StoreFailure.DISK, () -> world.open(directory))).contains(NAMED_PIPE);
    }

    @Test
    void reportsDescriptionOfFileAsDamaged() throws Exception {
        TestWorld.put(world.open(directory).files(), TestWorld.file("a"), "abc");
        exchange(".file");

        world.open(directory);

        assertThat(world.damages).singleElement().asString().contains(NAMED_PIPE);
    }

    @Test
    void refusesContentOfFile() throws Exception {
        FileStore files = world.open(directory).files();
        StoredFile file = TestWorld.put(files, TestWorld.file("a"), "abc");
        exchange(".content");

        assertThat(Failing.with(StoreFailure.DISK, () -> files.open(file.id()))).contains(NAMED_PIPE);
    }

    @Test
    void refusesPartOfUpload() throws Exception {
        Scene scene = new Scene(world, directory);
        scene.addPart("abcdef");
        exchange(scene.parts.get(0));

        assertThat(Failing.with(
                        StoreFailure.DISK, () -> scene.store.uploads().complete(scene.upload, scene.parts, null)))
                .contains(NAMED_PIPE);
    }

    @Test
    void doesNotReadStoredResponse() throws Exception {
        RelayStore store = world.open(directory);
        store.responses().save(TestWorld.response("resp_a", "completed"));
        exchange(".entry");

        assertThat(Failing.with(StoreFailure.DISK, () -> store.responses().load("resp_a")))
                .contains(NAMED_PIPE);
    }
}
