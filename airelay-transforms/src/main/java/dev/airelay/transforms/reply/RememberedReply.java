package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;

/**
 * A reply of one call in a dialect that has no items, with a turn that can be added to a conversation: the items are
 * collected beside the client's output.
 */
public final class RememberedReply implements Reply {

    private static final byte[] NO_RESPONSE = {};

    private final Reply reply;
    private final String token;
    private final long epochSeconds;
    private final StoppedText stops;

    /**
     * Creates a reply.
     *
     * @param reply the client's reply
     * @param token used for ids that the upstream does not provide
     * @param epochSeconds creation time
     * @param stops stop sequences of the reply; output after one is not stored either
     * @param reasoningInText whether the client gets summaries of reasoning inside its text
     */
    public RememberedReply(Reply reply, String token, long epochSeconds, List<String> stops, boolean reasoningInText) {
        this.reply = reply;
        this.token = token;
        this.epochSeconds = epochSeconds;
        this.stops = new StoppedText(List.copyOf(stops), reasoningInText);
    }

    @Override
    public StreamEncoder streamEncoder() {
        return new Stream(reply.streamEncoder(), new EmittedItems());
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new Whole(reply.objectEncoder(), new EmittedItems());
    }

    private record Stream(StreamEncoder encoder, EmittedItems said) implements StreamEncoder {

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            said.accept(event);
            encoder.accept(event, out);
        }

        @Override
        public void fail(UpstreamFailure failure, ByteSink out) {
            if (!encoder.ended()) {
                said.fail();
            }
            encoder.fail(failure, out);
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

    /** The items of one turn as far as the client saw them, for a conversation. Not safe for concurrent use. */
    private final class EmittedItems {

        private final ReplyCollector collector = new ReplyCollector(epochSeconds);
        private boolean failed;

        void accept(UpstreamEvent event) {
            collector.accept(event);
        }

        long heldBytes() {
            return ReplyCollector.COPIES * collector.heldBytes();
        }

        /** Records that the turn was interrupted. */
        void fail() {
            failed = true;
        }

        /**
         * Returns the turn.
         *
         * @param over whether the reply is complete; if the upstream's turn is not, a stop sequence ended it
         */
        TurnState turn(boolean over) {
            boolean stopped = over && !failed && !collector.ended();
            boolean well = stopped || (!failed && collector.failure().isEmpty());
            String status = !well
                    ? "failed"
                    : stopped ? "completed" : collector.response().status();
            List<HistoryItem> items = stops.cut(collector.items(new ItemForm(token))).stream()
                    .map(item -> new HistoryItem(Json.text(item, "id"), item))
                    .toList();
            return new TurnState(status, epochSeconds, NO_RESPONSE, items);
        }
    }
}
