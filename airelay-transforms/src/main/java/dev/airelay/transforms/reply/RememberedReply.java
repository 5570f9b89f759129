package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;

/**
 * A reply of one call in a dialect that has no items, with a turn that can be added to a conversation: the items are
 * gathered beside what the client sees.
 */
public final class RememberedReply implements Reply {

    private final Reply reply;
    private final String token;
    private final long epochSeconds;
    private final List<String> stops;

    /**
     * Creates a reply.
     *
     * @param reply what the client sees
     * @param token what ids are made from where the upstream gives none
     * @param epochSeconds creation time
     * @param stops stop sequences of the reply; what follows one is not remembered either
     */
    public RememberedReply(Reply reply, String token, long epochSeconds, List<String> stops) {
        this.reply = reply;
        this.token = token;
        this.epochSeconds = epochSeconds;
        this.stops = List.copyOf(stops);
    }

    @Override
    public StreamEncoder streamEncoder() {
        return new Stream(reply.streamEncoder(), gathering());
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new Whole(reply.objectEncoder(), gathering());
    }

    private EmittedItems gathering() {
        return new EmittedItems(token, epochSeconds, stops);
    }

    private record Stream(StreamEncoder encoder, EmittedItems said) implements StreamEncoder {

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            said.accept(event);
            encoder.accept(event, out);
        }

        @Override
        public void fail(ApiError error, ByteSink out) {
            if (!encoder.ended()) {
                said.fail();
            }
            encoder.fail(error, out);
        }

        @Override
        public boolean ended() {
            return encoder.ended();
        }

        @Override
        public long heldBytes() {
            return encoder.heldBytes() + said.heldBytes();
        }

        @Override
        public Optional<TurnState> turn() {
            return Optional.of(said.turn(encoder.ended()));
        }
    }

    private record Whole(ObjectEncoder encoder, EmittedItems said) implements ObjectEncoder {

        @Override
        public void accept(UpstreamEvent event) {
            said.accept(event);
            encoder.accept(event);
        }

        @Override
        public boolean ended() {
            return encoder.ended();
        }

        @Override
        public long heldBytes() {
            return encoder.heldBytes() + said.heldBytes();
        }

        @Override
        public Outcome finish() {
            Outcome outcome = encoder.finish();
            return outcome instanceof Outcome.Finished finished
                    ? new Outcome.Finished(finished.json(), Optional.of(said.turn(true)))
                    : outcome;
        }
    }
}
