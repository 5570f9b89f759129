package dev.airelay.store.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.airelay.store.Failing;
import dev.airelay.store.Snapshot;
import dev.airelay.store.StoreOptions;
import dev.airelay.store.TestWorld;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningResponseTest {
    @TempDir
    Path directory;

    private final TestWorld world = new TestWorld();
    private StoreOptions options;
    private ResponseStore responses;

    @BeforeEach
    void open() {
        options =
                StoreOptions.in(directory).withResponses(new ResponseLimits(10, 1 << 20, 1000, 2, Duration.ofDays(30)));
        responses = world.open(options).responses();
    }

    private RunningResponse begin(String id) {
        return responses.begin(TestWorld.response(id, "queued"));
    }

    private static StoredEvent event(long sequence) {
        return new StoredEvent(sequence, TestWorld.json("event " + sequence));
    }

    private static void append(RunningResponse running, int from, int to) {
        for (int sequence = from; sequence < to; sequence++) {
            running.append(event(sequence));
        }
    }

    private static List<Long> sequences(Optional<EventPage> page) {
        return page.orElseThrow().events().stream()
                .map(StoredEvent::sequenceNumber)
                .toList();
    }

    private String status(String id) {
        ResponseObject found = responses.find(id).orElseThrow();
        assertThat(TestWorld.text(found.json()))
                .contains("\"status\":\"" + found.head().status() + "\"");
        return found.head().status();
    }

    @Test
    void responseCanBeSeenWhileItRuns() {
        try (RunningResponse running = begin("resp_1")) {
            assertThat(status("resp_1")).isEqualTo("queued");
            append(running, 0, 3);
            running.update(TestWorld.response("resp_1", "in_progress"));

            assertThat(status("resp_1")).isEqualTo("in_progress");
            assertThat(sequences(responses.events("resp_1", EventPage.Mark.behind(-1), 10)))
                    .containsExactly(0L, 1L, 2L);
            assertThat(responses.delete("resp_1")).isFalse();

            running.finish(TestWorld.response("resp_1", "completed"));
        }

        assertThat(status("resp_1")).isEqualTo("completed");
        assertThat(responses.items(List.of("resp_1_out0"))).hasSize(1);
    }

    @Test
    void eventsAreReadBehindASequenceNumberAndInParts() {
        try (RunningResponse running = begin("resp_1")) {
            append(running, 0, 10);
            running.finish(TestWorld.response("resp_1", "completed"));
        }
        responses = world.open(options).responses();

        assertThat(sequences(responses.events("resp_1", EventPage.Mark.behind(6), 100)))
                .containsExactly(7L, 8L, 9L);
        assertThat(sequences(responses.events("resp_1", EventPage.Mark.behind(2), 3)))
                .containsExactly(3L, 4L, 5L);
        assertThat(sequences(responses.events("resp_1", EventPage.Mark.behind(9), 3)))
                .isEmpty();
        assertThat(TestWorld.text(responses
                        .events("resp_1", EventPage.Mark.behind(8), 1)
                        .orElseThrow()
                        .events()
                        .get(0)
                        .bytes()))
                .isEqualTo("event 9");
    }

    @Test
    void pageBeginsWhereTheLastEndedAndReadsNothingBefore() throws IOException {
        EventPage first;
        try (RunningResponse running = begin("resp_1")) {
            append(running, 0, 4);
            first = responses.events("resp_1", EventPage.Mark.behind(-1), 3).orElseThrow();
            running.finish(TestWorld.response("resp_1", "completed"));
        }
        Path events = Snapshot.files(directory).stream()
                .map(directory::resolve)
                .filter(file -> file.toString().endsWith(".side"))
                .findFirst()
                .orElseThrow();
        byte[] damaged = Files.readAllBytes(events);
        Arrays.fill(damaged, (int) first.end().position() / 2, (int) first.end().position(), (byte) 0);
        Files.write(events, damaged);

        assertThat(sequences(responses.events("resp_1", first.end(), 10))).containsExactly(3L);
        assertThat(sequences(responses.events("resp_1", EventPage.Mark.behind(2), 10)))
                .as("a search from the first event meets the damage")
                .isEmpty();
    }

    @Test
    void savedResponseHasNoEvents() {
        responses.save(TestWorld.response("resp_1", "completed"));

        assertThat(responses
                        .events("resp_1", EventPage.Mark.behind(-1), 10)
                        .orElseThrow()
                        .events())
                .isEmpty();
    }

    @Test
    void responseThatRanWhenTheRelayStoppedHasFailed() throws IOException {
        append(begin("resp_1"), 0, 2);

        responses = world.open(options).responses();

        assertThat(status("resp_1")).isEqualTo("failed");
        assertThat(TestWorld.text(responses.find("resp_1").orElseThrow().json()))
                .contains("\"error\":{\"code\":\"server_error\",\"message\":\"AIRelay stopped");
        assertThat(sequences(responses.events("resp_1", EventPage.Mark.behind(-1), 10)))
                .containsExactly(0L, 1L);
        assertThat(TestWorld.ids(responses.load("resp_1").orElseThrow().input()))
                .containsExactly("resp_1_in0", "resp_1_in1");
        assertThat(Snapshot.files(directory)).hasSize(2).allMatch(name -> name.startsWith("responses/kept/"));
    }

    @Test
    void abandonedResponseHasFailed() {
        begin("resp_1").close();

        assertThat(status("resp_1")).isEqualTo("failed");
    }

    @Test
    void idIsTakenOnce() {
        RunningResponse running = begin("resp_1");

        Failing.with(StoreFailure.DUPLICATE_ID, () -> begin("resp_1"));
        Failing.with(StoreFailure.DUPLICATE_ID, () -> responses.save(TestWorld.response("resp_1", "completed")));
        running.finish(TestWorld.response("resp_1", "completed"));
        Failing.with(StoreFailure.DUPLICATE_ID, () -> begin("resp_1"));
        assertThatIllegalStateException().isThrownBy(() -> running.append(event(1)));
    }

    @Test
    void onlySoManyRunAtATime() {
        RunningResponse first = begin("resp_1");
        begin("resp_2");

        Failing.with(StoreFailure.TOO_MANY, () -> begin("resp_3"));
        assertThat(responses.find("resp_3")).isEmpty();
        first.finish(TestWorld.response("resp_1", "cancelled"));

        assertThat(begin("resp_3").id()).isEqualTo("resp_3");
    }

    @Test
    void anotherResponseIsNotOutcome() {
        RunningResponse running = begin("resp_1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> running.finish(TestWorld.response("resp_2", "completed")))
                .withMessageContaining("'resp_1'");
        assertThat(status("resp_1")).isEqualTo("queued");
    }

    @Test
    void eventsThatBecomeTooLargeAreRefusedAndTheOthersStay() {
        RunningResponse running = begin("resp_1");
        append(running, 0, 2);

        Failing.with(StoreFailure.TOO_LARGE, () -> running.append(new StoredEvent(2, new byte[2000])));

        assertThat(sequences(responses.events("resp_1", EventPage.Mark.behind(-1), 10)))
                .containsExactly(0L, 1L);
    }

    @Test
    void deletedResponseTakesItsEventsAlong() throws IOException {
        try (RunningResponse running = begin("resp_1")) {
            append(running, 0, 2);
            running.finish(TestWorld.response("resp_1", "completed"));
        }

        assertThat(responses.delete("resp_1")).isTrue();

        assertThat(responses.events("resp_1", EventPage.Mark.behind(-1), 10)).isEmpty();
        assertThat(Snapshot.files(directory)).isEmpty();
    }
}
