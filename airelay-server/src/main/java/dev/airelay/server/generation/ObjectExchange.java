package dev.airelay.server.generation;

import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Responds with one JSON object once all upstream calls have ended, or with the HTTP status of a failure. */
final class ObjectExchange extends GenerationExchange {

    private final ChannelHandlerContext ctx;
    private final ResponseHeadWriter head;
    private final TurnPersister keeper;
    private final Reply reply;
    private final List<ObjectEncoder> encoders = new ArrayList<>();
    private final byte[][] finished;

    /**
     * Creates a response.
     *
     * @param calls number of upstream calls
     * @param keeper stores the turn before the response is written
     */
    ObjectExchange(ChannelHandlerContext ctx, ResponseHeadWriter head, Reply reply, int calls, TurnPersister keeper) {
        super(ctx);
        this.ctx = ctx;
        this.keeper = keeper;
        this.head = head;
        this.reply = reply;
        this.finished = new byte[calls][];
        for (int index = 0; index < calls; index++) {
            encoders.add(reply.objectEncoder());
        }
    }

    @Override
    boolean held(int index) {
        return false;
    }

    private void event(int index, UpstreamEvent event) {
        if (ended() || finished[index] != null) {
            return;
        }
        ObjectEncoder encoder = encoders.get(index);
        encoder.accept(event);
        if (encoder.ended()) {
            if (!event.type().terminal()) {
                cancel(index);
            }
            finish(index);
        }
    }

    private void completed(int index) {
        if (!ended() && finished[index] == null) {
            finish(index);
        }
    }

    @Override
    void failed(int index, UpstreamException failure) {
        refuse(index, failure.failure());
    }

    private void finish(int index) {
        ObjectEncoder.Outcome outcome = encoders.get(index).finish();
        if (outcome instanceof ObjectEncoder.Outcome.Finished object) {
            finished[index] = object.json();
            answerIfWhole(object.turn());
        } else if (outcome instanceof ObjectEncoder.Outcome.Failed failed) {
            refuse(index, failed.failure());
        }
    }

    private void answerIfWhole(Optional<TurnState> turn) {
        if (Arrays.stream(finished).allMatch(Objects::nonNull)) {
            byte[] object = reply.merge(List.of(finished));
            if (end()) {
                keeper.keepThen(
                        turn,
                        ctx.executor(),
                        lost -> guard(() -> {
                            head.keptOrNot(lost).writeObject(object);
                            releaseMemory();
                        }));
            }
        }
    }

    private void refuse(int index, UpstreamFailure failure) {
        if (end()) {
            cancelOthers(index);
            head.writeFailure(failure);
            releaseMemory();
        }
    }

    @Override
    void releaseMemory() {
        super.releaseMemory();
        encoders.clear();
        Arrays.fill(finished, null);
    }

    @Override
    void discard() {
        // The encoders hold no buffers.
    }

    @Override
    UpstreamSink sink(int index) {
        return new CallSink(index);
    }

    /** Receives the response to one of the calls. */
    private final class CallSink implements UpstreamSink {
        private final int index;

        CallSink(int index) {
            this.index = index;
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            event(index, event);
        }

        @Override
        public void onComplete() {
            completed(index);
        }

        @Override
        public long heldBytes() {
            return encoders.isEmpty() ? 0 : encoders.get(index).heldBytes();
        }

        @Override
        public void onFailure(UpstreamException failure) {
            failed(index, failure);
        }

        @Override
        public boolean onBroken(Throwable thrown) {
            return broken(thrown);
        }
    }
}
