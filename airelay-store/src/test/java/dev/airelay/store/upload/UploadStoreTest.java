package dev.airelay.store.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.Failing;
import dev.airelay.store.RelayStore;
import dev.airelay.store.Snapshot;
import dev.airelay.store.StoreOptions;
import dev.airelay.store.TestWorld;
import dev.airelay.store.file.FileLimits;
import dev.airelay.store.file.NewFile;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadStoreTest {
    private static final String MD5_OF_ABCDEF = "e80b5017098950fc58aad83c8c14978e";

    @TempDir
    Path directory;

    private final TestWorld world = new TestWorld();
    private StoreOptions options;
    private RelayStore store;
    private Upload upload;

    @BeforeEach
    void begin() {
        options = StoreOptions.in(directory).withFiles(new FileLimits(100, 200, 10, 3, 3, Duration.ofHours(1)));
        store = world.open(options);
        upload = store.uploads().create(TestWorld.file("whole.txt"), 6);
    }

    private String part(String content) {
        return TestWorld.part(store.uploads(), upload.id(), content).id();
    }

    private void reopen() {
        store = world.open(options);
    }

    @Test
    void partsBecomeAFileInTheNamedOrderAcrossARestart() throws IOException {
        String second = part("def");
        String first = part("abc");
        reopen();

        Upload done = store.uploads().complete(upload.id(), List.of(first, second), MD5_OF_ABCDEF.toUpperCase());

        assertThat(done.status()).isEqualTo(UploadStatus.COMPLETED);
        StoredFile file = done.result().orElseThrow();
        assertThat(file.filename()).isEqualTo("whole.txt");
        assertThat(Files.readString(directory.resolve("files/" + file.id() + ".content")))
                .isEqualTo("abcdef");
        assertThat(store.files().usedBytes()).isEqualTo(6);
        reopen();
        assertThat(store.uploads().find(upload.id())).contains(done);
        assertThat(store.files().usedBytes()).isEqualTo(6);
    }

    @Test
    void partsThatAreNotNamedAreDropped() {
        part("xyz");
        String whole = TestWorld.part(store.uploads(), upload.id(), "abc").id();
        Upload other = store.uploads().create(TestWorld.file("three"), 3);
        String only = TestWorld.part(store.uploads(), other.id(), "one").id();

        store.uploads().complete(other.id(), List.of(only), null);

        assertThat(store.files().usedBytes()).isEqualTo(9);
        Failing.with(StoreFailure.UPLOAD_MISMATCH, () -> store.uploads().complete(upload.id(), List.of(whole), null));
        assertThat(store.uploads().find(upload.id()).orElseThrow().status()).isEqualTo(UploadStatus.PENDING);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "wrong checksum,      12, 00000000000000000000000000000000, UPLOAD_MISMATCH",
        "wrong order,         21, e80b5017098950fc58aad83c8c14978e, UPLOAD_MISMATCH",
        "missing part,        1,  ,                                 UPLOAD_MISMATCH",
        "unknown part,        19, ,                                 UNKNOWN_UPLOAD",
        "part twice,          11, ,                                 UNKNOWN_UPLOAD"
    })
    void completionThatDoesNotFitLeavesTheUploadAsItWas(
            String name, String order, @org.jspecify.annotations.Nullable String md5, StoreFailure failure) {
        String first = part("abc");
        String second = part("def");
        List<String> named = order.chars()
                .mapToObj(digit -> digit == '1' ? first : digit == '2' ? second : "part_unknown")
                .toList();

        Failing.with(failure, () -> store.uploads().complete(upload.id(), named, md5));

        assertThat(store.files().usedBytes()).isEqualTo(6);
        assertThat(store.uploads()
                        .complete(upload.id(), List.of(first, second), MD5_OF_ABCDEF)
                        .status())
                .isEqualTo(UploadStatus.COMPLETED);
    }

    @Test
    void partThatIsLargerThanTheWholeIsRefusedWhileItComes() {
        part("abcd");

        String message = Failing.with(StoreFailure.UPLOAD_MISMATCH, () -> part("abcdefg"));

        assertThat(message).contains("7").contains("declared to have 6");
        assertThat(store.files().usedBytes()).isEqualTo(4);
        assertThat(part("ef")).startsWith("part_");
    }

    @Test
    void partThatIsSentAgainDoesNotSpoilTheUpload() {
        part("abcd");
        String again = part("abcd");
        String rest = part("ef");

        Upload completed = store.uploads().complete(upload.id(), List.of(again, rest), MD5_OF_ABCDEF);

        assertThat(completed.status()).isEqualTo(UploadStatus.COMPLETED);
        assertThat(store.files().usedBytes()).isEqualTo(6);
    }

    @Test
    void partsCountInTheTotalOfFiles() {
        TestWorld.put(store.files(), TestWorld.file("a"), "x".repeat(100));
        TestWorld.put(store.files(), TestWorld.file("b"), "x".repeat(95));

        Failing.with(StoreFailure.QUOTA_EXCEEDED, () -> part("abcdef"));
        part("abcde");

        Failing.with(StoreFailure.QUOTA_EXCEEDED, () -> TestWorld.put(store.files(), TestWorld.file("c"), "x"));
    }

    @Test
    void cancelledUploadGivesItsBytesBackAndTakesNothingMore() throws IOException {
        part("abc");
        PartIntake onItsWay = store.uploads().receive(upload.id());

        assertThat(store.uploads().cancel(upload.id()).status()).isEqualTo(UploadStatus.CANCELLED);

        Failing.with(StoreFailure.UPLOAD_CLOSED, () -> onItsWay.write(TestWorld.bytes("x")));
        onItsWay.close();
        Failing.with(StoreFailure.UPLOAD_CLOSED, () -> store.uploads().receive(upload.id()));
        Failing.with(StoreFailure.UPLOAD_CLOSED, () -> store.uploads().cancel(upload.id()));
        Failing.with(StoreFailure.UPLOAD_CLOSED, () -> store.uploads().complete(upload.id(), List.of(), null));
        assertThat(store.files().usedBytes()).isZero();
        reopen();
        assertThat(store.uploads().find(upload.id()).orElseThrow().status()).isEqualTo(UploadStatus.CANCELLED);
        assertThat(Snapshot.files(directory)).containsExactly("uploads/" + upload.id() + "/upload");
    }

    @Test
    void uploadExpiresAndIsForgotten() throws IOException {
        part("abc");
        world.advance(Duration.ofHours(1));

        Failing.with(StoreFailure.UPLOAD_CLOSED, () -> store.uploads().receive(upload.id()));
        assertThat(store.uploads().find(upload.id()).orElseThrow().status()).isEqualTo(UploadStatus.EXPIRED);
        assertThat(store.files().usedBytes()).isZero();
        store.sweep();

        assertThat(store.uploads().find(upload.id())).isEmpty();
        assertThat(Snapshot.files(directory)).isEmpty();
    }

    @Test
    void uploadThatExpiredWhileTheRelayWasDownIsGone() {
        part("abc");
        world.advance(Duration.ofHours(2));

        reopen();

        assertThat(store.uploads().find(upload.id())).isEmpty();
        assertThat(store.files().usedBytes()).isZero();
    }

    @Test
    void thereAreBoundsForUploadsPartsAndSize() {
        store.uploads().create(TestWorld.file("2"), 1);
        store.uploads().create(TestWorld.file("3"), 1);
        Failing.with(StoreFailure.TOO_MANY, () -> store.uploads().create(TestWorld.file("4"), 1));
        part("a");
        part("b");
        part("c");
        Failing.with(StoreFailure.TOO_MANY, () -> part("d"));
        Failing.with(StoreFailure.TOO_LARGE, () -> store.uploads().create(TestWorld.file("5"), 101));
    }

    @Test
    void closedUploadsMakeRoomForNewOnes() {
        store.uploads().create(TestWorld.file("2"), 1);
        store.uploads().create(TestWorld.file("3"), 1);
        store.uploads().cancel(upload.id());

        Upload fourth = store.uploads().create(TestWorld.file("4"), 1);

        assertThat(store.uploads().find(fourth.id())).contains(fourth);
        assertThat(store.uploads().find(upload.id())).isEmpty();
    }

    @Test
    void unknownUploadsAreNamed() {
        assertThat(store.uploads().find("upload_x")).isEmpty();
        assertThat(Failing.with(
                        StoreFailure.UNKNOWN_UPLOAD, () -> store.uploads().receive("upload_x")))
                .contains("upload_x");
    }

    @Test
    void fileKeepsTheLifeItWasDeclaredWith() {
        NewFile mortal = new NewFile("m", "batch", "text/plain", Optional.of(Duration.ofDays(1)));
        Upload begun = store.uploads().create(mortal, 1);
        String only = TestWorld.part(store.uploads(), begun.id(), "x").id();
        reopen();

        StoredFile file = store.uploads()
                .complete(begun.id(), List.of(only), null)
                .result()
                .orElseThrow();

        assertThat(file.expiresAt()).contains(TestWorld.START.plus(Duration.ofDays(1)));
    }

    @Test
    void damagedUploadIsReportedAndTheOthersRemain() throws IOException {
        Upload other = store.uploads().create(TestWorld.file("other"), 3);
        Files.writeString(directory.resolve("uploads/" + upload.id() + "/upload"), "airelay upload 9\n");
        Files.writeString(directory.resolve("uploads/stray"), "of another program");

        reopen();

        assertThat(store.uploads().find(upload.id())).isEmpty();
        assertThat(store.uploads().find(other.id())).contains(other);
        assertThat(world.damages).hasSize(1);
    }
}
