package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client stream whose choices come from one upstream call each. Used by one thread at a time.
 *
 * <p>OpenAI's clients require of several choices: all begin, in order, before any continues; all finish, in order, after the
 * last has sent everything; usage is one frame at the end. See the accumulators of openai-python and openai-java.
 */
public final class ChoiceStreams {

    private final ChunkWriter writer;
    private final Optional<UsageSum> usage;
    private final long epochSeconds;
    private final List<ChoiceEncoder> encoders = new ArrayList<>();
    private boolean begun;
    private int open;
    private boolean ended;

    private ChoiceStreams(ChunkWriter writer, Optional<UsageSum> usage, long epochSeconds) {
        this.writer = writer;
        this.usage = usage;
        this.epochSeconds = epochSeconds;
    }

    /**
     * Returns the encoders of one stream's choices, in their order.
     *
     * @param choices creates the choice of each index
     * @param count number of choices
     * @param usage collects the usage frame; empty if the client wants none
     * @param epochSeconds the reference time of the upstream's reset times
     */
    public static List<StreamEncoder> of(
            ChunkWriter writer, IntFunction<Choice> choices, int count, Optional<UsageSum> usage, long epochSeconds) {
        ChoiceStreams group = new ChoiceStreams(writer, usage, epochSeconds);
        for (int i = 0; i < count; i++) {
            group.encoders.add(group.new ChoiceEncoder(choices.apply(i), i));
        }
        group.open = count;
        return List.copyOf(group.encoders);
    }

    private void learn(JsonMembers response) {
        if (!begun) {
            writer.learn(response);
        }
    }

    private void beginAll() {
        if (!begun) {
            begun = true;
            encoders.forEach(encoder -> encoder.choice.begin());
        }
    }

    /** Records that a choice has sent everything; the last one ends the stream. */
    private void closed(int index, Optional<ObjectNode> tokens) {
        usage.ifPresent(sum -> sum.add(index, tokens));
        open--;
        if (open == 0) {
            encoders.forEach(ChoiceEncoder::finish);
            usage.flatMap(UsageSum::total).ifPresent(writer::usage);
            writer.done();
            ended = true;
        }
    }

    private void failAll(UpstreamFailure failure) {
        if (!ended) {
            ended = true;
            writer.error(failure);
            writer.done();
        }
    }

    /**
     * Encodes one call's choice into the stream that it shares with the others.
     *
     * <pre>
     *   (handshake events)* → begin → (text | calls)* → close → (the other choices close) → finish → usage? → done
     *                           │              └ stop sequence ─┘↑                              ↑
     *                           └──────────────── failure at any time ───────────→ error ───────┘
     * </pre>
     */
    private final class ChoiceEncoder implements StreamEncoder, Turn {

        private final Choice choice;
        private final int index;
        private final TurnReader reader = new TurnReader(this);
        private EndReason reason = EndReason.STOP;
        private boolean closed;

        ChoiceEncoder(Choice choice, int index) {
            this.choice = choice;
            this.index = index;
        }

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            if (ended()) {
                return;
            }
            writer.direct(out);
            reader.accept(event);
            if (choice.cut() && !ended()) {
                // The upstream sends the usage at the end of a turn, for which the client does not wait.
                close(Optional.empty());
            }
        }

        @Override
        public void fail(UpstreamFailure failure, ByteSink out) {
            if (!ended()) {
                writer.direct(out);
                failAll(failure);
            }
        }

        @Override
        public boolean ended() {
            return closed || ended;
        }

        @Override
        public long heldBytes() {
            return reader.heldBytes();
        }

        void finish() {
            choice.finish(reason);
        }

        private void close(Optional<ObjectNode> usage) {
            closed = true;
            choice.close();
            closed(index, usage);
        }

        @Override
        public void announced(JsonMembers response) {
            learn(response);
        }

        @Override
        public void begun() {
            beginAll();
        }

        @Override
        public void call(ItemState call) {
            if (!choice.cut()) {
                choice.call(call);
            }
        }

        @Override
        public void text(ItemState item, PartState part, JsonText text) {
            if (!choice.cut()) {
                choice.text(item, part, text);
            }
        }

        @Override
        public void finished(ItemState item) {
            if (!choice.cut()) {
                choice.finished(item);
            }
        }

        @Override
        public void over(MergedResponse response) {
            reason = choice.cut() ? EndReason.STOP : EndReason.of(response);
            close(TokenUsage.of(response.members()));
        }

        @Override
        public void failed(UpstreamEvent event) {
            failAll(FailureClassifier.ofEvent(event, epochSeconds));
        }
    }
}
