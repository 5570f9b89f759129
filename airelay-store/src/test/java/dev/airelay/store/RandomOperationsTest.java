package dev.airelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.file.FileLimits;
import dev.airelay.store.file.FileQuery;
import dev.airelay.store.file.NewFile;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.Order;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.store.frame.StoreFailure;
import dev.airelay.store.response.RunningResponse;
import dev.airelay.store.response.StoredEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on the store and on plain collections: both show the same at all times. */
class RandomOperationsTest {
    private static final int OPERATIONS = 300;
    private static final int TOTAL_BYTES = 2000;

    @TempDir
    Path directory;

    private final TestWorld world = new TestWorld();
    private final Map<String, StoredFile> files = new LinkedHashMap<>();
    private final Map<String, List<String>> conversations = new LinkedHashMap<>();
    private final Map<String, String> responses = new LinkedHashMap<>();
    private final Map<String, RunningResponse> running = new LinkedHashMap<>();
    private Random random = new Random();
    private RelayStore store;
    private int serial;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void storeDoesWhatCollectionsDo(long seed) {
        random = new Random(seed);
        open();
        for (int i = 0; i < OPERATIONS; i++) {
            operate(random.nextInt(12));
            if (i % 10 == 0) {
                compare();
            }
        }
        open();
        compare();
        assertThat(world.damages).isEmpty();
    }

    private void open() {
        Path fast = new FaultyFileSystem(new Faults()).wrap(directory);
        store = world.open(StoreOptions.in(fast).withFiles(FileLimits.defaults().withBytes(500, TOTAL_BYTES)));
        running.keySet().forEach(id -> responses.put(id, "failed"));
        running.clear();
    }

    private void operate(int operation) {
        switch (operation) {
            case 0, 1 -> putFile();
            case 2 ->
                any(files).ifPresent(id -> {
                    assertThat(store.files().delete(id)).isTrue();
                    files.remove(id);
                });
            case 3 ->
                conversations.put(
                        store.conversations()
                                .create(TestWorld.json("{}"), List.of())
                                .id(),
                        new ArrayList<>());
            case 4, 5 -> any(conversations).ifPresent(this::append);
            case 6 -> any(conversations).ifPresent(this::deleteItem);
            case 7 ->
                any(conversations).filter(id -> random.nextInt(4) == 0).ifPresent(id -> {
                    assertThat(store.conversations().delete(id)).isTrue();
                    conversations.remove(id);
                });
            case 8 -> respond();
            case 9 -> any(running).ifPresent(this::finish);
            case 10 ->
                any(responses).filter(id -> !running.containsKey(id)).ifPresent(id -> {
                    assertThat(store.responses().delete(id)).isTrue();
                    responses.remove(id);
                });
            default -> {
                if (random.nextInt(4) == 0) {
                    open();
                }
            }
        }
    }

    private Optional<String> any(Map<String, ?> map) {
        return map.keySet().stream()
                .skip(map.isEmpty() ? 0 : random.nextInt(map.size()))
                .findFirst();
    }

    private void putFile() {
        int size = random.nextInt(600);
        long used = files.values().stream().mapToLong(StoredFile::bytes).sum();
        Optional<StoreFailure> expected = size > 500
                ? Optional.of(StoreFailure.TOO_LARGE)
                : Optional.of(StoreFailure.QUOTA_EXCEEDED).filter(full -> used + size > TOTAL_BYTES);
        NewFile file = TestWorld.file("f" + serial++);
        if (expected.isPresent()) {
            Failing.with(expected.get(), () -> TestWorld.put(store.files(), file, "x".repeat(size)));
        } else {
            StoredFile stored = TestWorld.put(store.files(), file, "x".repeat(size));
            files.put(stored.id(), stored);
        }
    }

    private void append(String id) {
        List<StoredItem> turn = TestWorld.items("i" + serial++ + "_", random.nextInt(4));
        assertThat(store.conversations().append(id, turn)).isPresent();
        conversations.computeIfPresent(id, (key, items) -> {
            items.addAll(TestWorld.ids(turn));
            return items;
        });
    }

    private void deleteItem(String id) {
        List<String> items = conversations.getOrDefault(id, List.of());
        String item = items.isEmpty() ? "none" : items.get(random.nextInt(items.size()));
        assertThat(store.conversations().deleteItem(id, item)).isEqualTo(items.remove(item));
    }

    private void respond() {
        String id = "resp_" + serial++;
        if (random.nextBoolean()) {
            store.responses().save(TestWorld.response(id, "completed"));
            responses.put(id, "completed");
        } else {
            running.put(id, store.responses().begin(TestWorld.response(id, "queued")));
            responses.put(id, "queued");
        }
    }

    private void finish(String id) {
        RunningResponse response = running.remove(id);
        assertThat(response).isNotNull();
        response.append(new StoredEvent(0, TestWorld.json("e")));
        response.finish(TestWorld.response(id, "incomplete"));
        responses.put(id, "incomplete");
    }

    private void compare() {
        FileQuery all = new FileQuery(TestWorld.page(10_000), Optional.empty());
        assertThat(store.files().list(all).elements()).containsExactlyElementsOf(files.values());
        assertThat(store.files().usedBytes())
                .isEqualTo(files.values().stream().mapToLong(StoredFile::bytes).sum());
        assertThat(store.conversations().count()).isEqualTo(conversations.size());
        conversations.forEach((id, items) -> assertThat(paged(id)).isEqualTo(items));
        assertThat(store.responses().count()).isEqualTo(responses.size() - running.size());
        responses.forEach((id, status) -> assertThat(
                        store.responses().find(id).orElseThrow().head().status())
                .isEqualTo(status));
    }

    /** The whole list in pages of random size. */
    private List<String> paged(String id) {
        List<String> items = new ArrayList<>();
        boolean more = true;
        while (more) {
            String after = items.isEmpty() ? null : items.get(items.size() - 1);
            Page<StoredItem> page = store.conversations()
                    .items(id, new PageRequest(after, 1 + random.nextInt(5), Order.ASCENDING))
                    .orElseThrow();
            items.addAll(TestWorld.ids(page.elements()));
            more = page.hasMore();
        }
        return items;
    }
}
