package dev.airelay.store.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airelay.store.Failing;
import dev.airelay.store.Faults;
import dev.airelay.store.FaultyFileSystem;
import dev.airelay.store.RelayStore;
import dev.airelay.store.Snapshot;
import dev.airelay.store.StoreOptions;
import dev.airelay.store.TestWorld;
import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.frame.Order;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

class ResponseStoreTest {
    @TempDir
    Path directory;

    private final TestWorld world = new TestWorld();
    private StoreOptions options;
    private RelayStore store;
    private ResponseStore responses;

    @BeforeEach
    void open() {
        options = StoreOptions.in(directory);
        reopen();
    }

    private void reopen() {
        store = world.open(options);
        responses = store.responses();
    }

    private void limit(int max, long totalBytes, int bytes) {
        options = options.withResponses(new ResponseLimits(max, totalBytes, bytes, 2, Duration.ofDays(30)));
        reopen();
    }

    private Path fileOf(String id) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(path -> path.endsWith(id + ".entry")).findFirst().orElseThrow();
        }
    }

    @Test
    void chainCanBeFollowedAfterARestart() {
        responses.save(TestWorld.response("resp_1", "completed"));
        ResponseHead head = new ResponseHead(
                "resp_2", TestWorld.START, "completed", false, Optional.of("resp_1"), Optional.of("conv_1"));
        responses.save(new StoredResponse(
                new ResponseObject(head, TestWorld.json("{}")), TestWorld.items("in", 1), List.of()));
        reopen();

        StoredResponse second = responses.load("resp_2").orElseThrow();
        StoredResponse first =
                responses.load(second.head().previousResponseId().orElseThrow()).orElseThrow();

        assertThat(second.head()).isEqualTo(head);
        assertThat(TestWorld.ids(first.input())).containsExactly("resp_1_in0", "resp_1_in1");
        assertThat(first.output())
                .isEqualTo(TestWorld.response("resp_1", "completed").output());
        assertThat(TestWorld.text(responses.find("resp_1").orElseThrow().json()))
                .isEqualTo("{\"id\":\"resp_1\",\"status\":\"completed\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resp_none", "", "../items", "resp/1", "\u0000", "."})
    void unknownIdIsNotResponse(String id) {
        assertThat(responses.find(id)).isEmpty();
        assertThat(responses.load(id)).isEmpty();
        assertThat(responses.inputItems(id, TestWorld.page(1))).isEmpty();
        assertThat(responses.events(id, EventPage.Mark.behind(-1), 1)).isEmpty();
        assertThat(responses.delete(id)).isFalse();
    }

    @Test
    void idThatCannotBeAFilesNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> responses.save(TestWorld.response("../resp", "completed")))
                .withMessageContaining("'../resp'");
    }

    @Test
    void inputItemsComeInPages() {
        responses.save(TestWorld.response("resp_1", "completed"));

        Page<StoredItem> newest = responses
                .inputItems("resp_1", new PageRequest(null, 1, Order.DESCENDING))
                .orElseThrow();
        Page<StoredItem> rest = responses
                .inputItems("resp_1", new PageRequest("resp_1_in1", 5, Order.DESCENDING))
                .orElseThrow();

        assertThat(TestWorld.ids(newest.elements())).containsExactly("resp_1_in1");
        assertThat(newest.hasMore()).isTrue();
        assertThat(TestWorld.ids(rest.elements())).containsExactly("resp_1_in0");
        assertThat(rest.hasMore()).isFalse();
        Failing.with(
                StoreFailure.UNKNOWN_CURSOR,
                () -> responses.inputItems("resp_1", new PageRequest("x", 1, Order.ASCENDING)));
    }

    @Test
    void outputItemsAreFoundByTheirIds() {
        IntStream.range(0, 20).forEach(i -> responses.save(TestWorld.response("resp_" + i, "completed")));
        responses.delete("resp_4");

        List<String> wanted = List.of("resp_3_out0", "resp_3_out1", "resp_4_out0", "resp_19_out1", "resp_3_in0", "x");

        assertThat(responses.items(wanted).keySet())
                .containsExactlyInAnyOrder("resp_3_out0", "resp_3_out1", "resp_19_out1");
        reopen();
        assertThat(responses.items(wanted).get("resp_19_out1")).isEqualTo(TestWorld.item("resp_19_out1"));
        assertThat(responses.items(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted", "damaged", "cut off"})
    void indexOfItemsIsRebuiltWhenItIsUnusable(String how) throws IOException {
        IntStream.range(0, 3).forEach(i -> responses.save(TestWorld.response("resp_" + i, "completed")));
        Path index = directory.resolve("responses/items");
        byte[] bytes = Files.readAllBytes(index);
        switch (how) {
            case "deleted" -> Files.delete(index);
            case "damaged" -> Files.writeString(index, "nonsense");
            default -> Files.write(index, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        }

        reopen();

        assertThat(responses.items(List.of("resp_0_out0", "resp_2_out1"))).hasSize(2);
    }

    @Test
    void indexOfItemsForgetsResponsesThatAreGone() throws IOException {
        // Its disk need not be waited for.
        RelayStore fast = world.open(new FaultyFileSystem(new Faults()).wrap(directory));
        for (int i = 0; i < 1100; i++) {
            fast.responses().save(TestWorld.response("resp_1", "completed"));
        }
        long before = Files.size(directory.resolve("responses/items"));

        fast.sweep();

        assertThat(Files.size(directory.resolve("responses/items"))).isLessThan(before / 100);
        responses = fast.responses();
        assertThat(responses.items(List.of("resp_1_out0"))).hasSize(1);
    }

    @Test
    void oldestGoWhenThereAreTooMany() {
        limit(3, 1 << 20, 1 << 20);
        for (int i = 0; i < 10; i++) {
            world.advance(Duration.ofSeconds(1));
            responses.save(TestWorld.response("resp_" + i, "completed"));
        }

        List<String> left = IntStream.range(0, 10)
                .mapToObj(i -> "resp_" + i)
                .filter(id -> responses.find(id).isPresent())
                .toList();

        assertThat(left).containsExactly("resp_7", "resp_8", "resp_9");
        assertThat(responses.count()).isEqualTo(3);
        reopen();
        assertThat(responses.count()).isEqualTo(3);
    }

    @Test
    void clockThatLeapsAheadDeletesNothing() {
        responses.save(TestWorld.response("resp_before", "completed"));
        world.leap(Duration.ofDays(400));
        responses.save(TestWorld.response("resp_meanwhile", "completed"));

        store.sweep();

        assertThat(responses.find("resp_before")).isPresent();
        assertThat(responses.find("resp_meanwhile")).isPresent();
    }

    @Test
    void responseFromTheFutureIsDeletedFirst() {
        limit(3, 1 << 20, 1 << 20);
        world.leap(Duration.ofDays(400));
        for (int i = 0; i < 3; i++) {
            world.advance(Duration.ofSeconds(1));
            responses.save(TestWorld.response("resp_wrong_" + i, "completed"));
        }
        world.leap(Duration.ofDays(-400));
        for (int i = 0; i < 3; i++) {
            world.advance(Duration.ofSeconds(1));
            responses.save(TestWorld.response("resp_right_" + i, "completed"));

            assertThat(responses.find("resp_right_" + i)).isPresent();
        }

        assertThat(responses.find("resp_right_0")).isPresent();
        assertThat(responses.count()).isEqualTo(3);
    }

    @Test
    void boundHoldsWhenManySaveAndDeleteAtOnce() throws Exception {
        limit(20, 1 << 20, 1 << 20);
        RelayStore fast = world.open(new StoreOptions(
                new FaultyFileSystem(new Faults()).wrap(directory),
                options.files(),
                options.responses(),
                options.conversations()));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<?>> work = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            String prefix = "resp_" + thread + "_";
            work.add(pool.submit(() -> saveAndDelete(fast.responses(), prefix)));
        }
        for (Future<?> done : work) {
            done.get();
        }
        pool.shutdown();
        // Who came while another made room is counted by the next.
        fast.responses().save(TestWorld.response("resp_last", "completed"));

        assertThat(fast.responses().count()).isLessThanOrEqualTo(20);
        assertThat(Snapshot.files(directory)).hasSize((int) fast.responses().count());
        assertThat(world.damages).isEmpty();
    }

    private static void saveAndDelete(ResponseStore responses, String prefix) {
        for (int i = 0; i < 100; i++) {
            responses.save(TestWorld.response(prefix + i, "completed"));
            if (i % 3 == 0) {
                responses.delete(prefix + (i - 1));
            }
        }
    }

    @Test
    void oldestGoWhenTheyAreTooLargeTogether() {
        limit(1000, 3000, 2000);
        byte[] large = new byte[1000];
        for (int i = 0; i < 5; i++) {
            world.advance(Duration.ofSeconds(1));
            ResponseHead head = TestWorld.response("resp_" + i, "completed").head();
            responses.save(new StoredResponse(new ResponseObject(head, large), List.of(), List.of()));
        }

        assertThat(responses.count()).isEqualTo(2);
        assertThat(responses.find("resp_4")).isPresent();
    }

    @Test
    void tooLargeResponseIsNotStored() {
        limit(10, 1 << 20, 10);

        assertThat(Failing.with(
                        StoreFailure.TOO_LARGE, () -> responses.save(TestWorld.response("resp_1", "completed"))))
                .contains("at most 10 bytes");
        assertThat(responses.find("resp_1")).isEmpty();
    }

    @Test
    void responseIsGoneAfterItsTime() throws IOException {
        responses.save(TestWorld.response("resp_1", "completed"));
        world.advance(Duration.ofDays(29));
        responses.save(TestWorld.response("resp_2", "completed"));
        assertThat(responses.find("resp_1")).isPresent();
        world.advance(Duration.ofDays(1));

        assertThat(responses.find("resp_1")).isEmpty();
        assertThat(responses.find("resp_2")).isPresent();
        store.sweep();

        assertThat(responses.count()).isEqualTo(1);
        assertThat(Snapshot.files(directory)).hasSize(1);
    }

    @Test
    void deletedResponseIsGoneForGood() throws IOException {
        responses.save(TestWorld.response("resp_1", "completed"));

        assertThat(responses.delete("resp_1")).isTrue();
        assertThat(responses.delete("resp_1")).isFalse();
        reopen();

        assertThat(responses.find("resp_1")).isEmpty();
        assertThat(Snapshot.files(directory)).isEmpty();
    }

    @Test
    void damagedResponseIsReportedAndTheOthersRemain() throws IOException {
        responses.save(TestWorld.response("resp_1", "completed"));
        responses.save(TestWorld.response("resp_2", "completed"));
        byte[] bytes = Files.readAllBytes(fileOf("resp_1"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(fileOf("resp_1"), bytes);
        reopen();

        assertThat(responses.load("resp_1")).isEmpty();
        assertThat(responses.load("resp_2")).isPresent();
        assertThat(world.damages).singleElement().asString().contains("resp_1", "checksum");
        assertThat(responses.delete("resp_1")).isTrue();
    }
}
