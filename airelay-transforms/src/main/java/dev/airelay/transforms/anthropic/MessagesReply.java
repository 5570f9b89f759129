package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.reply.ReplyCollector;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;

/**
 * Encodes a message, as a stream of events or as one object. Both use the same {@link MessageTurn}.
 *
 * @param options the parts of the request that shape it
 */
record MessagesReply(MessagesReplyOptions options) implements Reply {

    @Override
    public StreamEncoder streamEncoder() {
        return new Stream(new MessageEvents());
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new Whole(new MessageObject());
    }

    private final class Stream implements StreamEncoder {
        private final MessageEvents events;
        private final MessageTurn turn;

        Stream(MessageEvents events) {
            this.events = events;
            this.turn = new MessageTurn(options, events);
        }

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            events.direct(out);
            turn.accept(event);
        }

        @Override
        public void fail(UpstreamFailure failure, ByteSink out) {
            events.direct(out);
            turn.fail(failure);
        }

        @Override
        public boolean ended() {
            return turn.ended();
        }

        @Override
        public long heldBytes() {
            return turn.heldBytes();
        }
    }

    private final class Whole implements ObjectEncoder {
        private final MessageObject message;
        private final MessageTurn turn;

        Whole(MessageObject message) {
            this.message = message;
            this.turn = new MessageTurn(options, message);
        }

        @Override
        public void accept(UpstreamEvent event) {
            turn.accept(event);
        }

        @Override
        public boolean ended() {
            return turn.ended();
        }

        @Override
        public long heldBytes() {
            return ReplyCollector.COPIES * turn.heldBytes();
        }

        @Override
        public Outcome finish() {
            if (!turn.ended()) {
                turn.fail(UpstreamFailure.incompleteStream());
            }
            return message.outcome();
        }
    }
}
