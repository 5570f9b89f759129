package dev.airelay.server.generation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.RelayStore;
import dev.airelay.store.StoreOptions;
import dev.airelay.store.frame.StoreEnvironment;
import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.spi.StreamEncoder;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundRunTest {
    private static final int ITEM_BYTES = 1_000;

    @TempDir
    Path directory;

    /** A turn of items of the same size, whose every state holds all of them. */
    private static final class ManyItems implements StreamEncoder {
        private int items;
        private int states;
        private long stateBytes;
        private int itemsInLastState;

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            items++;
            byte[] frame = ("event: x\ndata: {\"sequence_number\":" + items + ",\"text\":\""
                            + "x".repeat(ITEM_BYTES - 60) + "\"}\n\n")
                    .getBytes(UTF_8);
            out.write(frame, 0, frame.length);
        }

        @Override
        public void fail(UpstreamFailure failure, ByteSink out) {
            throw new AssertionError(failure.error().message());
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public long heldBytes() {
            return 0;
        }

        @Override
        public Optional<TurnState> turn() {
            byte[] response = new byte[items * ITEM_BYTES];
            states++;
            stateBytes += response.length;
            itemsInLastState = items;
            return Optional.of(new TurnState("in_progress", 1_700_000_000, response, List.of()));
        }
    }

    private ManyItems afterItems(int items) {
        ManyItems encoder = new ManyItems();
        UpstreamEvent done = UpstreamEvent.parse("{\"type\":\"response.output_item.done\"}".getBytes(UTF_8))
                .orElseThrow();
        Path own = directory.resolve(Integer.toString(items));
        RelayStore store = RelayStore.open(
                StoreOptions.in(own),
                new StoreEnvironment(
                        InstantSource.system(), () -> UUID.randomUUID().toString(), (file, what) -> {}));
        LocalTurn turn = new LocalTurn("resp_1", true, true, Optional.empty(), Optional.empty(), List.of());
        BackgroundRun run = new BackgroundRun(
                encoder, new RunJournal(turn, new TurnStore(store), Runnable::run), ImmediateEventExecutor.INSTANCE);
        run.begin();
        for (int i = 0; i < items; i++) {
            run.onEvent(done);
            run.onBatchEnd();
        }
        return encoder;
    }

    @Test
    void everyItemOfAnOrdinaryTurnIsInTheStateAtOnce() {
        ManyItems few = afterItems(80);

        assertThat(few.states).isEqualTo(81);
        assertThat(few.itemsInLastState).isEqualTo(80);
    }

    @Test
    void statesOfManyItemsGrowWithTheirEventsAndNotWithTheirSquare() {
        ManyItems many = afterItems(2_000);
        ManyItems twice = afterItems(4_000);

        assertThat(many.stateBytes).isLessThan(2_000L * ITEM_BYTES * 20);
        assertThat(twice.stateBytes).isLessThan(many.stateBytes * 5 / 2);
        assertThat(twice.itemsInLastState).as("the state is not far behind").isGreaterThan(3_600);
    }
}
