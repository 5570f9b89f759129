package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.RelayStore;
import dev.airelay.store.StoreEnvironment;
import dev.airelay.store.StoreOptions;
import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.ByteSink;
import dev.airelay.transforms.LocalTurn;
import dev.airelay.transforms.StreamEncoder;
import dev.airelay.transforms.TurnState;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.responses.ResponsesReply;
import dev.airelay.transforms.responses.ResponsesReplyOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class BackgroundRunTest {

    private static final int FEW = 25;
    private static final String ARGUMENTS = "x".repeat(4096);

    @TempDir
    Path directory;

    /** Counts the bytes of the states that were asked for: what is asked for is written. */
    private static final class CountedStates implements StreamEncoder {

        private final StreamEncoder encoder = new ResponsesReply(new ResponsesReplyOptions(
                        JsonNodeFactory.instance.objectNode().put("background", true),
                        "gpt-5.5",
                        "1",
                        1,
                        InstantSource.fixed(Instant.EPOCH)))
                .streamEncoder();
        private long bytes;
        private int states;

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            encoder.accept(event, out);
        }

        @Override
        public void fail(ApiError error, ByteSink out) {
            encoder.fail(error, out);
        }

        @Override
        public boolean ended() {
            return encoder.ended();
        }

        @Override
        public void announce(ByteSink out) {
            encoder.announce(out);
        }

        @Override
        public Optional<TurnState> turn() {
            Optional<TurnState> turn = encoder.turn();
            states++;
            bytes += turn.orElseThrow().response().length;
            return turn;
        }
    }

    private static UpstreamEvent event(String json) {
        return UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private CountedStates run(String id, int items) throws IOException {
        CountedStates encoder = new CountedStates();
        RelayStore store = RelayStore.open(
                StoreOptions.in(directory.resolve(id)),
                new StoreEnvironment(InstantSource.system(), RandomIds.lowerCase(new Random()), (file, reason) -> {}));
        LocalTurn turn = new LocalTurn(id, true, true, Optional.empty(), Optional.empty(), List.of());
        BackgroundRun run =
                new BackgroundRun(encoder, new RunJournal(turn, new TurnStore(store), Runnable::run), Runnable::run);
        run.begin();
        for (int i = 0; i < items; i++) {
            run.onEvent(event("""
                    {"type":"response.output_item.done","output_index":%1$d,"item":{"id":"fc_%1$d","type":"function_call",
                     "call_id":"call_%1$d","name":"f","arguments":"%2$s"}}""".formatted(i, ARGUMENTS)));
            run.onBatchEnd();
        }
        run.onEvent(event("{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}"));
        assertThat(run.outcome().toCompletableFuture()).isCompleted();
        assertThat(store.responses().load(id).orElseThrow().output()).hasSize(items);
        return encoder;
    }

    @Test
    void everyItemOfAShortResponseIsKeptAtOnce() throws IOException {
        assertThat(run("resp_short", 10).states).isGreaterThan(10);
    }

    @Test
    void workGrowsWithTheItemsOfALongOne() throws IOException {
        double few = run("resp_few", FEW).bytes;
        double many = run("resp_many", 8 * FEW).bytes;

        // A state at each item would be 64 times as much.
        assertThat(many / few).isLessThan(8);
    }
}
