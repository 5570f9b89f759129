package dev.airelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.frame.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts every operation off at each of its steps, takes bytes that were not forced, and opens the store again. */
class CrashTest {
    @TempDir
    Path root;

    record Case(String name, Consumer<Scene> before, Consumer<Scene> operation) {
        Case(String name, Consumer<Scene> operation) {
            this(name, scene -> {}, operation);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("store a file", scene -> TestWorld.put(scene.store.files(), TestWorld.file("b"), "second")),
                new Case("delete a file", scene -> scene.store.files().delete(scene.file)),
                new Case("begin an upload", scene -> scene.store.uploads().create(TestWorld.file("more"), 6)),
                new Case("add a part", scene -> scene.addPart("abc")),
                new Case("complete an upload", CrashTest::addParts, CrashTest::complete),
                new Case(
                        "cancel an upload",
                        CrashTest::addParts,
                        scene -> scene.store.uploads().cancel(scene.upload)),
                new Case("save a response", scene -> save(scene, Scene.OTHER_RESPONSE)),
                new Case("replace a response", scene -> save(scene, Scene.RESPONSE)),
                new Case("delete a response", scene -> scene.store.responses().delete(Scene.RESPONSE)),
                new Case(
                        "begin a response",
                        scene -> scene.store.responses().begin(TestWorld.response(Scene.OTHER_RESPONSE, "queued"))),
                new Case("finish a response", CrashTest::beginWithEvent, Scene::finish),
                new Case("append a turn", CrashTest::append),
                new Case(
                        "change metadata",
                        scene -> scene.store
                                .conversations()
                                .updateMetadata(scene.conversation, TestWorld.json("{\"k\":\"v\"}"))),
                new Case(
                        "delete an item",
                        scene -> scene.store.conversations().deleteItem(scene.conversation, "first1")),
                new Case(
                        "delete a conversation",
                        scene -> scene.store.conversations().delete(scene.conversation)));
    }

    private static void addParts(Scene scene) {
        scene.addPart("abc");
        scene.addPart("def");
    }

    private static void beginWithEvent(Scene scene) {
        scene.begin();
        scene.appendEvent();
    }

    private static void complete(Scene scene) {
        scene.store.uploads().complete(scene.upload, scene.parts, null);
    }

    private static void save(Scene scene, String id) {
        scene.store.responses().save(TestWorld.response(id, "incomplete"));
    }

    private static void append(Scene scene) {
        scene.store.conversations().append(scene.conversation, TestWorld.items("turn", 3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void leavesTheOldOrTheNewState(Case operation) throws IOException {
        State old = stateAfter(operation.before, root.resolve("old"));
        State done = stateAfter(operation.before.andThen(operation.operation), root.resolve("new"));
        assertThat(done).isNotEqualTo(old);

        int step = 1;
        while (crash(operation, step, old, done)) {
            step++;
        }
        assertThat(step).isGreaterThan(2);
    }

    @Test
    void crashWhileAStartTidiesUpDoesNoHarm() throws IOException {
        State expected = State.of(interrupted(new Faults(), root.resolve("whole")), root.resolve("whole"));
        boolean crashed = true;
        for (int step = 1; crashed; step++) {
            Path directory = root.resolve("crash" + step);
            Faults faults = new Faults();
            Scene scene = interrupted(faults, directory);
            faults.crashAt(step);
            try {
                scene.world.open(new FaultyFileSystem(faults).wrap(directory));
            } catch (StoreException cut) {
                assertThat(faults.hasCrashed()).isTrue();
            }
            faults.cutPower(new Random(step));

            assertThat(State.of(scene, directory)).as("after step %d", step).isEqualTo(expected);
            crashed = faults.hasCrashed();
        }
        assertThat(expected.visible()).contains("response failed");
    }

    /** A response that runs, and what an earlier crash left. */
    private static Scene interrupted(Faults faults, Path directory) throws IOException {
        Scene scene = new Scene(new TestWorld(), new FaultyFileSystem(faults).wrap(directory));
        beginWithEvent(scene);
        Files.writeString(directory.resolve("staging/left"), "half");
        Files.writeString(directory.resolve("files/file-orphan.content"), "no description");
        Files.writeString(directory.resolve("responses/running/resp_x.events"), "no response");
        Files.delete(directory.resolve("responses/items"));
        return scene;
    }

    /** The state that callers see, and the files that exist. */
    record State(String visible, List<String> files) {
        static State of(Scene scene, Path directory) throws IOException {
            TestWorld later = new TestWorld();
            String visible = scene.snapshot(later.open(new FaultyFileSystem(new Faults()).wrap(directory)));
            assertThat(later.damages).isEmpty();
            return new State(visible, Snapshot.files(directory));
        }
    }

    private static State stateAfter(Consumer<Scene> operations, Path directory) throws IOException {
        Scene scene = new Scene(new TestWorld(), new FaultyFileSystem(new Faults()).wrap(directory));
        operations.accept(scene);
        return State.of(scene, directory);
    }

    private boolean crash(Case operation, int step, State old, State done) throws IOException {
        Path directory = root.resolve("crash" + step);
        Faults faults = new Faults();
        Scene scene = new Scene(new TestWorld(), new FaultyFileSystem(faults).wrap(directory));
        operation.before.accept(scene);
        faults.crashAt(step);
        boolean returned = true;
        try {
            operation.operation.accept(scene);
        } catch (StoreException cut) {
            returned = false;
        }
        faults.cutPower(new Random(step));

        State found = State.of(scene, directory);
        if (returned) {
            assertThat(found).as("after step %d", step).isEqualTo(done);
        } else {
            assertThat(found).as("after step %d", step).isIn(old, done);
        }
        return faults.hasCrashed();
    }
}
