package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client stream whose choices come from one upstream call each. Used by one thread at a time.
 *
 * <p>What OpenAI's clients demand of several choices: all begin before any goes on, in order; all finish after the last has
 * said everything, in order; usage is one frame at the end. See the accumulators of openai-python and openai-java.
 */
public final class ChoiceStreams {

    private final ChoiceWriter writer;
    private final Optional<UsageSum> usage;
    private final long epochSeconds;
    private final List<ChoiceStream> streams = new ArrayList<>();
    private boolean begun;
    private int open;
    private boolean ended;

    private ChoiceStreams(ChoiceWriter writer, Optional<UsageSum> usage, long epochSeconds) {
        this.writer = writer;
        this.usage = usage;
        this.epochSeconds = epochSeconds;
    }

    /**
     * Returns the encoders of one stream's choices, in their order.
     *
     * @param choices makes the choice of each index
     * @param count how many there are
     * @param usage gathers the usage frame; empty when the client wants none
     * @param epochSeconds the time that the upstream's reset times are measured from
     */
    public static List<StreamEncoder> of(
            ChoiceWriter writer, IntFunction<Choice> choices, int count, Optional<UsageSum> usage, long epochSeconds) {
        ChoiceStreams group = new ChoiceStreams(writer, usage, epochSeconds);
        for (int i = 0; i < count; i++) {
            group.streams.add(new ChoiceStream(group, choices.apply(i), i));
        }
        group.open = count;
        return List.copyOf(group.streams);
    }

    long epochSeconds() {
        return epochSeconds;
    }

    boolean ended() {
        return ended;
    }

    void direct(ByteSink sink) {
        writer.direct(sink);
    }

    void learn(ObjectNode response) {
        if (!begun) {
            writer.learn(response);
        }
    }

    void begin() {
        if (!begun) {
            begun = true;
            streams.forEach(ChoiceStream::begin);
        }
    }

    /** Notes that a choice has said everything; the last one ends the stream. */
    void close(int index, Optional<ObjectNode> tokens) {
        usage.ifPresent(sum -> sum.add(index, tokens));
        open--;
        if (open == 0) {
            streams.forEach(ChoiceStream::finish);
            usage.flatMap(UsageSum::total).ifPresent(writer::usage);
            writer.done();
            ended = true;
        }
    }

    void fail(ApiError error) {
        if (!ended) {
            ended = true;
            writer.error(error);
            writer.done();
        }
    }
}
