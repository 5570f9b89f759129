package dev.airelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.file.FileIntake;
import dev.airelay.store.file.NewFile;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.StoreEnvironment;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayStoreTest {
    @TempDir
    Path directory;

    private final TestWorld world = new TestWorld();

    @Test
    void exampleOfThePackageWorks() {
        StoreEnvironment environment = world.environment();
        ByteBuffer chunk = TestWorld.bytes("content");

        RelayStore store = RelayStore.open(StoreOptions.in(directory), environment);
        try (FileIntake intake =
                store.files().receive(new NewFile("a.txt", "user_data", "text/plain", Optional.empty()))) {
            intake.write(chunk);
            StoredFile file = intake.finish();

            assertThat(store.files().find(file.id())).contains(file);
        }
        assertThat(store.files().usedBytes()).isEqualTo(7);
    }

    @Test
    void newDirectoryIsOfTheFirstFormat() throws IOException {
        world.open(directory);

        assertThat(Files.readString(directory.resolve("format"))).isEqualTo("1\n");
    }

    @Test
    void directoryOfANewerVersionIsLeftAlone() throws IOException {
        world.open(directory);
        Files.writeString(directory.resolve("format"), "2\n");

        assertThat(Failing.with(StoreFailure.NEWER_FORMAT, () -> world.open(directory)))
                .contains("format 2", "up to 1");
    }

    @Test
    void directoryWithoutAVersionNumberIsLeftAlone() throws IOException {
        world.open(directory);
        Files.writeString(directory.resolve("format"), "nonsense");

        assertThat(Failing.with(StoreFailure.DISK, () -> world.open(directory)))
                .contains("does not contain a format number");
    }

    @Test
    void directoryThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        assertThat(Failing.with(StoreFailure.DISK, () -> world.open(file.resolve("store"))))
                .contains("cannot open its store");
    }

    @Test
    void directoryMayBeMoved() throws IOException {
        Path old = directory.resolve("old");
        StoredFile file = TestWorld.put(world.open(old).files(), TestWorld.file("a"), "abc");

        Path moved = Files.move(old, directory.resolve("new"));

        assertThat(world.open(moved).files().find(file.id())).contains(file);
        assertThat(world.damages).isEmpty();
    }
}
