package dev.airelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.frame.StoreFailure;
import dev.airelay.store.response.EventPage;
import dev.airelay.store.response.RunningResponse;
import dev.airelay.store.response.StoredEvent;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FullDiskTest {
    private static final String SECOND = "resp_b";

    @TempDir
    Path directory;

    private final Faults faults = new Faults();
    private Path path;
    private Scene scene;

    @BeforeEach
    void open() {
        path = new FaultyFileSystem(faults).wrap(directory);
        scene = new Scene(new TestWorld(), path);
    }

    enum Trouble {
        FULL("No space left on device", StoreFailure.DISK_FULL, "the disk is full. Free some space"),
        NO_SHARE("Disk quota exceeded", StoreFailure.DISK_FULL, "the disk is full. Free some space"),
        READ_ONLY(
                "Read-only file system",
                StoreFailure.READ_ONLY,
                "cannot write to its data directory. Check the directory's permissions"),
        BROKEN("Input/output error", StoreFailure.DISK, "the file system reported an error");

        final String system;
        final StoreFailure failure;
        final String message;

        Trouble(String system, StoreFailure failure, String message) {
            this.system = system;
            this.failure = failure;
            this.message = message;
        }
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("store a file", scene -> TestWorld.put(scene.store.files(), TestWorld.file("b"), "x")),
                change("delete a file", scene -> scene.store.files().delete(scene.file)),
                change("begin an upload", scene -> scene.store.uploads().create(TestWorld.file("c"), 1)),
                change("add a part", scene -> scene.addPart("abc")),
                change("cancel an upload", scene -> scene.store.uploads().cancel(scene.upload)),
                change(
                        "save a response",
                        scene -> scene.store.responses().save(TestWorld.response(SECOND, "completed"))),
                change(
                        "begin a response",
                        scene -> scene.store
                                .responses()
                                .begin(TestWorld.response(SECOND, "queued"))
                                .finish(TestWorld.response(SECOND, "completed"))),
                change("delete a response", scene -> scene.store.responses().delete(Scene.RESPONSE)),
                change(
                        "append a turn",
                        scene -> scene.store.conversations().append(scene.conversation, TestWorld.items("t", 2))),
                change("delete an item", scene -> scene.store.conversations().deleteItem(scene.conversation, "first0")),
                change(
                        "delete a conversation",
                        scene -> scene.store.conversations().delete(scene.conversation)));
    }

    private static Arguments change(String name, Consumer<Scene> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changeFailsClearlyAndReadingContinues(String name, Consumer<Scene> change) {
        String before = scene.snapshot(scene.store);

        for (Trouble trouble : Trouble.values()) {
            faults.refuseChanges(trouble.system);
            assertThat(Failing.with(trouble.failure, () -> change.accept(scene)))
                    .contains(trouble.message)
                    .doesNotContain(directory.toString());
            assertThat(scene.snapshot(scene.store)).isEqualTo(before);
        }
        faults.allowChanges();
        change.accept(scene);

        assertThat(scene.snapshot(scene.store)).isEqualTo(scene.snapshot(scene.world.open(path)));
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void storeOpensForReading(Trouble trouble) {
        RunningResponse running = scene.store.responses().begin(TestWorld.response(SECOND, "in_progress"));
        running.append(new StoredEvent(0, TestWorld.json("event")));
        faults.refuseChanges(trouble.system);

        RelayStore reopened = scene.world.open(path);

        assertThat(reopened.responses().find(Scene.RESPONSE)).isPresent();
        assertThat(reopened.responses().find(SECOND).orElseThrow().head().status())
                .isEqualTo("failed");
        assertThat(reopened.responses()
                        .events(SECOND, EventPage.Mark.behind(-1), 9)
                        .orElseThrow()
                        .events())
                .hasSize(1);
        assertThat(scene.world.damages).isNotEmpty();
        faults.allowChanges();
        reopened.sweep();
        assertThat(reopened.responses().find(SECOND).orElseThrow().head().status())
                .isEqualTo("failed");
        assertThat(reopened.responses().delete(SECOND)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void outcomeThatCannotBeStoredIsReportedAsFailed(Trouble trouble) {
        RunningResponse running = scene.store.responses().begin(TestWorld.response(SECOND, "in_progress"));
        faults.refuseChanges(trouble.system);

        Failing.with(trouble.failure, () -> running.finish(TestWorld.response(SECOND, "completed")));
        assertThat(scene.store.responses().find(SECOND).orElseThrow().head().status())
                .isEqualTo("in_progress");
        Failing.with(trouble.failure, running::close);

        assertThat(scene.store.responses().find(SECOND).orElseThrow().head().status())
                .isEqualTo("failed");
    }
}
