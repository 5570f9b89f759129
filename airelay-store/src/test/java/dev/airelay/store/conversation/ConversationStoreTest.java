package dev.airelay.store.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.Failing;
import dev.airelay.store.RelayStore;
import dev.airelay.store.Snapshot;
import dev.airelay.store.StoreOptions;
import dev.airelay.store.TestWorld;
import dev.airelay.store.frame.Order;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationStoreTest {
    @TempDir
    Path directory;

    private final TestWorld world = new TestWorld();
    private StoreOptions options;
    private RelayStore store;
    private ConversationStore conversations;
    private String id;

    @BeforeEach
    void create() {
        options = StoreOptions.in(directory)
                .withConversations(new ConversationLimits(3, 1 << 20, 4000, 20, Duration.ofDays(10)));
        reopen();
        id = conversations
                .create(TestWorld.json("{\"a\":\"b\"}"), TestWorld.items("s", 2))
                .id();
    }

    private void reopen() {
        store = world.open(options);
        conversations = store.conversations();
    }

    private List<String> replayed() {
        return TestWorld.ids(conversations.replay(id).orElseThrow());
    }

    private Path file() throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(path -> path.endsWith(id + ".entry")).findFirst().orElseThrow();
        }
    }

    @Test
    void turnsAreRememberedInOrderAfterARestart() {
        conversations.append(id, TestWorld.items("t", 2));
        reopen();
        conversations.append(id, TestWorld.items("u", 1));

        assertThat(replayed()).containsExactly("s0", "s1", "t0", "t1", "u0");
        assertThat(conversations.item(id, "t1")).contains(TestWorld.item("t1"));
        assertThat(conversations.item(id, "x")).isEmpty();
        assertThat(TestWorld.text(conversations.find(id).orElseThrow().metadata()))
                .isEqualTo("{\"a\":\"b\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv_none", "", "../format", "a/b", "\u0000"})
    void unknownIdIsNotConversation(String unknown) {
        assertThat(conversations.find(unknown)).isEmpty();
        assertThat(conversations.items(unknown, TestWorld.page(1))).isEmpty();
        assertThat(conversations.append(unknown, TestWorld.items("t", 1))).isEmpty();
        assertThat(conversations.updateMetadata(unknown, TestWorld.json("{}"))).isEmpty();
        assertThat(conversations.deleteItem(unknown, "s0")).isFalse();
        assertThat(conversations.delete(unknown)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "first page,          ASCENDING,  ,   3, s0 s1 t0,       true",
        "over the turn's edge,ASCENDING,  s0, 2, s1 t0,          true",
        "exactly the rest,    ASCENDING,  s1, 3, t0 t1 t2,       false",
        "behind the last,     ASCENDING,  t2, 3, '',             false",
        "newest first,        DESCENDING, ,   2, t2 t1,          true",
        "to the first,        DESCENDING, t0, 9, s1 s0,          false"
    })
    void pages(String name, Order order, @Nullable String after, int limit, String expected, boolean more) {
        conversations.append(id, TestWorld.items("t", 3));

        Page<StoredItem> page =
                conversations.items(id, new PageRequest(after, limit, order)).orElseThrow();

        assertThat(String.join(" ", TestWorld.ids(page.elements()))).isEqualTo(expected);
        assertThat(page.hasMore()).isEqualTo(more);
    }

    @Test
    void cursorThatIsGoneIsRefused() {
        conversations.deleteItem(id, "s0");

        Failing.with(
                StoreFailure.UNKNOWN_CURSOR, () -> conversations.items(id, new PageRequest("s0", 1, Order.ASCENDING)));
    }

    @Test
    void deletedItemIsGoneFromTheDiskToo() throws IOException {
        assertThat(conversations.deleteItem(id, "s0")).isTrue();
        assertThat(conversations.deleteItem(id, "s0")).isFalse();
        conversations.append(id, TestWorld.items("t", 1));

        assertThat(replayed()).containsExactly("s1", "t0");
        assertThat(new String(Files.readAllBytes(file()), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("s0");
    }

    @Test
    void metadataIsReplacedAndItemsStay() {
        Conversation before = conversations.find(id).orElseThrow();
        world.advance(Duration.ofMinutes(1));

        Conversation after =
                conversations.updateMetadata(id, TestWorld.json("{}")).orElseThrow();

        assertThat(TestWorld.text(after.metadata())).isEqualTo("{}");
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.updatedAt()).isEqualTo(before.updatedAt().plus(Duration.ofMinutes(1)));
        assertThat(replayed()).containsExactly("s0", "s1");
    }

    @Test
    void turnThatDoesNotFitIsRefusedAsAWhole() {
        Failing.with(StoreFailure.TOO_LARGE, () -> conversations.append(id, TestWorld.items("t", 19)));
        Failing.with(
                StoreFailure.TOO_LARGE,
                () -> conversations.append(id, List.of(new StoredItem("large", new byte[4000]))));
        Failing.with(
                StoreFailure.DUPLICATE_ID,
                () -> conversations.append(id, List.of(TestWorld.item("t"), TestWorld.item("s1"))));
        Failing.with(
                StoreFailure.DUPLICATE_ID,
                () -> conversations.append(id, List.of(TestWorld.item("t"), TestWorld.item("t"))));

        assertThat(replayed()).containsExactly("s0", "s1");
    }

    @Test
    void turnsAtTheSameTimeComeOneAfterTheOther() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<?>> turns = new ArrayList<>();
        for (int turn = 0; turn < 8; turn++) {
            String prefix = "t" + turn + "_";
            turns.add(pool.submit(() -> conversations.append(id, TestWorld.items(prefix, 2))));
        }
        for (Future<?> turn : turns) {
            turn.get();
        }
        pool.shutdown();

        List<String> items = replayed();
        assertThat(items).hasSize(18);
        for (int i = 2; i < 18; i += 2) {
            String prefix = items.get(i).substring(0, items.get(i).indexOf('_') + 1);
            assertThat(items.get(i + 1)).isEqualTo(prefix + "1");
        }
    }

    @Test
    void longestUnusedGoWhenThereAreTooMany() {
        world.advance(Duration.ofSeconds(1));
        String second = conversations.create(TestWorld.json("{}"), List.of()).id();
        world.advance(Duration.ofSeconds(1));
        conversations.append(id, TestWorld.items("t", 1));
        world.advance(Duration.ofSeconds(1));
        conversations.create(TestWorld.json("{}"), List.of());
        conversations.create(TestWorld.json("{}"), List.of());

        assertThat(conversations.count()).isEqualTo(3);
        assertThat(conversations.find(second)).isEmpty();
        assertThat(replayed()).containsExactly("s0", "s1", "t0");
    }

    @Test
    void conversationLivesOnFromItsLastTurn() {
        world.advance(Duration.ofDays(9));
        conversations.append(id, TestWorld.items("t", 1));
        world.advance(Duration.ofDays(9));
        assertThat(conversations.find(id)).isPresent();
        world.advance(Duration.ofDays(1));

        assertThat(conversations.find(id)).isEmpty();
        assertThat(conversations.append(id, TestWorld.items("u", 1))).isEmpty();
        store.sweep();
        assertThat(conversations.count()).isZero();
    }

    @Test
    void deletedConversationIsGoneForGood() throws IOException {
        assertThat(conversations.delete(id)).isTrue();
        reopen();

        assertThat(conversations.find(id)).isEmpty();
        assertThat(Snapshot.files(directory)).isEmpty();
    }

    @Test
    void turnThatWasCutOffIsDroppedByTheNext() throws IOException {
        conversations.append(id, TestWorld.items("t", 2));
        long whole = Files.size(file());
        conversations.append(id, TestWorld.items("u", 2));
        try (RandomAccessFile cut = new RandomAccessFile(file().toFile(), "rw")) {
            cut.setLength(whole + 20);
        }
        reopen();

        assertThat(replayed()).containsExactly("s0", "s1", "t0", "t1");
        conversations.append(id, TestWorld.items("v", 1));

        assertThat(replayed()).containsExactly("s0", "s1", "t0", "t1", "v0");
        assertThat(world.damages).singleElement().asString().contains("is incomplete and was dropped");
    }

    @Test
    void damagedItemIsReportedAndTheOthersRemain() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        int inFirstItem = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("{\"id\":\"s0");
        bytes[inFirstItem + 2] ^= 1;
        Files.write(file(), bytes, StandardOpenOption.TRUNCATE_EXISTING);
        reopen();

        assertThat(replayed()).containsExactly("s1");
        assertThat(conversations.item(id, "s0")).isEmpty();
        assertThat(world.damages).hasSize(2).allMatch(damage -> damage.contains("s0"));
    }
}
