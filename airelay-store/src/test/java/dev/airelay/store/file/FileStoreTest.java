package dev.airelay.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.Failing;
import dev.airelay.store.RelayStore;
import dev.airelay.store.Snapshot;
import dev.airelay.store.StoreOptions;
import dev.airelay.store.TestWorld;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import dev.airelay.store.upload.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreTest {
    @TempDir
    Path directory;

    private final TestWorld world = new TestWorld();
    private StoreOptions options;
    private FileStore files;

    @BeforeEach
    void open() {
        options = StoreOptions.in(directory.resolve("store"));
        files = world.open(options).files();
    }

    private FileStore reopened() {
        return world.open(options).files();
    }

    private FileStore limited(long perFile, long together) {
        options = options.withFiles(FileLimits.defaults().withBytes(perFile, together));
        return reopened();
    }

    private static String content(FileStore files, String id) throws IOException {
        FileContent content = files.open(id).orElseThrow();
        try (FileChannel channel = content.channel()) {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            channel.read(bytes);
            return TestWorld.text(bytes.array()).substring(0, bytes.position());
        }
    }

    private static List<String> names(Page<StoredFile> page) {
        return page.elements().stream().map(StoredFile::filename).toList();
    }

    private static FileQuery all() {
        return new FileQuery(TestWorld.page(100), Optional.empty());
    }

    @Test
    void fileMayBeDescribedWhenItsContentHasCome() throws IOException {
        StoredFile stored;
        try (FileIntake intake = files.receive(TestWorld.file("unknown"))) {
            intake.write(TestWorld.bytes("hello"));
            stored = intake.finish(new NewFile("b.txt", "vision", "text/plain", Optional.of(Duration.ofHours(1))));
        }

        assertThat(reopened().find(stored.id())).contains(stored);
        assertThat(stored.filename()).isEqualTo("b.txt");
        assertThat(stored.purpose()).isEqualTo("vision");
        assertThat(stored.expiresAt()).contains(stored.createdAt().plus(Duration.ofHours(1)));
        assertThat(content(files, stored.id())).isEqualTo("hello");
    }

    @Test
    void fileIsThereWithItsContentAfterARestart() throws IOException {
        StoredFile stored;
        try (FileIntake intake = files.receive(TestWorld.file("notes.txt"))) {
            intake.write(TestWorld.bytes("hello "));
            intake.write(TestWorld.bytes("world"));
            stored = intake.finish();
        }

        FileStore again = reopened();

        assertThat(again.find(stored.id())).contains(stored);
        assertThat(content(again, stored.id())).isEqualTo("hello world");
        assertThat(stored.id()).startsWith("file-");
        assertThat(stored.bytes()).isEqualTo(11);
        assertThat(stored.createdAt()).isEqualTo(TestWorld.START);
        assertThat(stored.sha256()).isEqualTo("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
        assertThat(again.usedBytes()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "a/b\\c", "", "\u0000", "ünï.txt", "CON"})
    void filenameIsOnlyText(String name) throws IOException {
        StoredFile stored = TestWorld.put(files, TestWorld.file(name), "x");

        assertThat(reopened().find(stored.id()).orElseThrow().filename()).isEqualTo(name);
        assertThat(Snapshot.files(options.directory()))
                .containsExactly("files/" + stored.id() + ".content", "files/" + stored.id() + ".file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-nope", "../format", "", "file-0000000000000001/..", "\u0000"})
    void unknownIdIsNotFile(String id) {
        assertThat(files.find(id)).isEmpty();
        assertThat(files.open(id)).isEmpty();
        assertThat(files.delete(id)).isFalse();
    }

    @Test
    void onlyTheOwnerCanReadAnything() throws IOException {
        TestWorld.put(files, TestWorld.file("a"), "x");

        try (Stream<Path> walk = Files.walk(options.directory())) {
            assertThat(walk)
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void directoryThatIsOpenToOthersIsClosedAtTheStart() throws IOException {
        Files.setPosixFilePermissions(options.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));

        reopened();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(options.directory())))
                .isEqualTo("rwx------");
    }

    @Test
    void fileThatIsTooLargeIsRefusedWhileItComesAndLeavesNothing() throws IOException {
        FileStore limited = limited(10, 100);

        String message = Failing.with(StoreFailure.TOO_LARGE, () -> {
            try (FileIntake intake = limited.receive(TestWorld.file("a"))) {
                intake.write(TestWorld.bytes("0123456789"));
                intake.write(TestWorld.bytes("x"));
            }
        });

        assertThat(message).contains("10 bytes");
        assertThat(limited.usedBytes()).isZero();
        assertThat(Snapshot.files(options.directory())).isEmpty();
    }

    @Test
    void totalHoldsAndDeletingMakesRoom() {
        FileStore limited = limited(10, 15);
        StoredFile first = TestWorld.put(limited, TestWorld.file("a"), "0123456789");

        Failing.with(StoreFailure.QUOTA_EXCEEDED, () -> TestWorld.put(limited, TestWorld.file("b"), "012345"));
        limited.delete(first.id());

        assertThat(TestWorld.put(limited, TestWorld.file("b"), "012345").bytes())
                .isEqualTo(6);
        assertThat(limited.usedBytes()).isEqualTo(6);
    }

    @Test
    void totalHoldsUnderParallelUploads() throws Exception {
        FileStore limited = limited(1000, 10_000);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<Boolean>> uploads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            uploads.add(pool.submit(() -> fits(limited)));
        }
        int stored = 0;
        for (Future<Boolean> upload : uploads) {
            stored += upload.get() ? 1 : 0;
        }
        pool.shutdown();

        assertThat(stored).isBetween(1, 10);
        assertThat(limited.list(all()).elements()).hasSize(stored);
        assertThat(limited.usedBytes()).isEqualTo(stored * 1000L);
        assertThat(reopened().usedBytes()).isEqualTo(stored * 1000L);
    }

    private static boolean fits(FileStore files) {
        try (FileIntake intake = files.receive(TestWorld.file("a"))) {
            for (int chunk = 0; chunk < 10; chunk++) {
                intake.write(ByteBuffer.allocate(100));
            }
            intake.finish();
            return true;
        } catch (StoreException refused) {
            assertThat(refused.failure()).isEqualTo(StoreFailure.QUOTA_EXCEEDED);
            return false;
        }
    }

    @Test
    void thereAreNoMoreFilesThanAllowed() {
        FileLimits limits = FileLimits.defaults();
        options = options.withFiles(new FileLimits(100, 100, 2, 1, 1, limits.uploadLifetime()));
        FileStore limited = reopened();
        TestWorld.put(limited, TestWorld.file("a"), "x");
        FileIntake intake = limited.receive(TestWorld.file("b"));

        Failing.with(StoreFailure.TOO_MANY, () -> limited.receive(TestWorld.file("c")));
        intake.close();

        assertThat(TestWorld.put(limited, TestWorld.file("c"), "x").filename()).isEqualTo("c");
    }

    @Test
    void clockThatLeapsAheadDeletesNoFile() {
        RelayStore store = world.open(options);
        NewFile mortal = new NewFile("mortal", "batch", "", Optional.of(Duration.ofHours(1)));
        StoredFile stored = TestWorld.put(store.files(), mortal, "xx");
        Upload upload = store.uploads().create(TestWorld.file("parts"), 2);
        world.leap(Duration.ofDays(400));

        store.sweep();

        assertThat(store.files().find(stored.id())).contains(stored);
        assertThat(TestWorld.part(store.uploads(), upload.id(), "xx").bytes()).isEqualTo(2);
    }

    @Test
    void expiredFileIsGoneAtOnceAndFromTheDiskWithTheNextSweep() throws IOException {
        RelayStore store = world.open(options);
        StoredFile kept = TestWorld.put(store.files(), TestWorld.file("kept"), "x");
        NewFile mortal = new NewFile("mortal", "batch", "", Optional.of(Duration.ofHours(1)));
        StoredFile stored = TestWorld.put(store.files(), mortal, "xx");
        world.advance(Duration.ofMinutes(59));
        assertThat(store.files().find(stored.id())).contains(stored);
        world.advance(Duration.ofMinutes(1));

        assertThat(store.files().find(stored.id())).isEmpty();
        assertThat(store.files().open(stored.id())).isEmpty();
        assertThat(names(store.files().list(all()))).containsExactly("kept");
        store.sweep();

        assertThat(store.files().usedBytes()).isEqualTo(1);
        assertThat(Snapshot.files(options.directory())).allMatch(name -> name.contains(kept.id()));
    }

    @Test
    void openFileStaysReadableWhenItIsDeleted() throws IOException {
        StoredFile stored = TestWorld.put(files, TestWorld.file("a"), "abc");
        FileContent content = files.open(stored.id()).orElseThrow();

        assertThat(files.delete(stored.id())).isTrue();

        ByteBuffer bytes = ByteBuffer.allocate(3);
        try (FileChannel channel = content.channel()) {
            channel.read(bytes);
        }
        assertThat(TestWorld.text(bytes.array())).isEqualTo("abc");
        assertThat(files.find(stored.id())).isEmpty();
    }

    @Test
    void leftoversAreSweptAtTheStart() throws IOException {
        StoredFile stored = TestWorld.put(files, TestWorld.file("a"), "abc");
        Path root = options.directory();
        Files.writeString(root.resolve("staging/left"), "half");
        Files.writeString(root.resolve("files/file-orphan.content"), "no description");

        FileStore again = reopened();

        assertThat(Snapshot.files(root)).allMatch(name -> name.contains(stored.id()));
        assertThat(again.usedBytes()).isEqualTo(3);
        assertThat(world.damages).isEmpty();
    }

    @Test
    void damagedFileIsReportedAndTheOthersRemain() throws IOException {
        StoredFile bad = TestWorld.put(files, TestWorld.file("bad"), "abc");
        StoredFile cut = TestWorld.put(files, TestWorld.file("cut"), "abc");
        StoredFile good = TestWorld.put(files, TestWorld.file("good"), "abc");
        Path root = options.directory().resolve("files");
        Files.writeString(root.resolve(bad.id() + ".file"), "airelay file 1\nnonsense");
        Files.writeString(root.resolve(cut.id() + ".content"), "ab");
        Files.writeString(root.resolve("stray"), "of another program");

        FileStore again = reopened();

        assertThat(names(again.list(all()))).containsExactly("good");
        assertThat(content(again, good.id())).isEqualTo("abc");
        assertThat(world.damages)
                .hasSize(2)
                .anyMatch(damage -> damage.startsWith(bad.id()))
                .anyMatch(damage -> damage.startsWith(cut.id()));
    }

    @Test
    void contentThatVanishesIsReported() throws IOException {
        StoredFile stored = TestWorld.put(files, TestWorld.file("a"), "abc");
        Files.delete(options.directory().resolve("files/" + stored.id() + ".content"));

        assertThat(files.open(stored.id())).isEmpty();
        assertThat(world.damages).hasSize(1);
    }

    @Test
    void limitsAreNamedWhenTheyAreWrong() {
        assertThat(IntStream.of(0, -1))
                .allSatisfy(bytes -> assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                () -> FileLimits.defaults().withBytes(bytes, 1)))
                        .hasMessage("maxFileBytes must be at least 1, was " + bytes));
    }
}
