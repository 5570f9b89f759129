package dev.airelay.store;

import dev.airelay.store.response.RunningResponse;
import dev.airelay.store.response.StoredEvent;
import dev.airelay.store.response.StoredResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store with something of everything in it, and the ids to find it by. */
final class Scene {
    static final String RESPONSE = "resp_a";
    static final String OTHER_RESPONSE = "resp_b";

    final TestWorld world;
    final RelayStore store;
    final String file;
    final String conversation;
    final String upload;
    final List<String> parts = new ArrayList<>();
    private @Nullable RunningResponse running;

    Scene(TestWorld world, Path directory) {
        this.world = world;
        this.store = world.open(directory);
        this.file =
                TestWorld.put(store.files(), TestWorld.file("a.txt"), "first").id();
        this.conversation = store.conversations()
                .create(TestWorld.json("{}"), TestWorld.items("first", 3))
                .id();
        this.upload = store.uploads().create(TestWorld.file("up"), 6).id();
        store.responses().save(TestWorld.response(RESPONSE, "completed"));
    }

    void addPart(String content) {
        parts.add(TestWorld.part(store.uploads(), upload, content).id());
    }

    /** Begins the other response, which has no output yet. */
    void begin() {
        StoredResponse whole = TestWorld.response(OTHER_RESPONSE, "queued");
        running = store.responses().begin(new StoredResponse(whole.object(), whole.input(), List.of()));
    }

    /** Appends the other response's only event. */
    void appendEvent() {
        Objects.requireNonNull(running).append(new StoredEvent(0, TestWorld.json("event")));
    }

    /** Keeps an outcome of the other response. */
    void finish() {
        Objects.requireNonNull(running).finish(TestWorld.response(OTHER_RESPONSE, "completed"));
    }

    /** Returns the content as a store opened on the same directory shows it. */
    String snapshot(RelayStore reopened) {
        return Snapshot.of(reopened, List.of(upload), List.of(RESPONSE, OTHER_RESPONSE), List.of(conversation));
    }
}
