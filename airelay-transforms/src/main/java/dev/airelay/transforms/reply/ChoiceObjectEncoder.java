package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.spi.ObjectEncoder;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Encodes one completion object of one choice. It stops at the first stop sequence; the subclass truncates the text. */
public abstract class ChoiceObjectEncoder implements ObjectEncoder {

    private final StopScanner stops;
    private final ReplyCollector collector;

    /**
     * Creates an encoder.
     *
     * @param stops stop sequences, none of them empty
     * @param epochSeconds the reference time of the upstream's reset times
     */
    protected ChoiceObjectEncoder(List<String> stops, long epochSeconds) {
        this.stops = new StopScanner(stops);
        this.collector = new ReplyCollector(epochSeconds, this::listen);
    }

    private void listen(Channel channel, JsonText piece) {
        if (stops.idle()) {
            return;
        }
        if (isContent(channel)) {
            stops.feed(piece.units());
        } else if (separates(channel)) {
            stops.flush();
        }
    }

    /** Returns whether stop sequences are looked for in the texts of a channel. */
    protected abstract boolean isContent(Channel channel);

    /** Returns whether no stop sequence can span a text of this channel. */
    protected abstract boolean separates(Channel channel);

    @Override
    public final void accept(UpstreamEvent event) {
        if (!stops.matched()) {
            collector.accept(event);
        }
    }

    @Override
    public final boolean ended() {
        return stops.matched();
    }

    @Override
    public final long heldBytes() {
        return ReplyCollector.COPIES * collector.heldBytes();
    }

    @Override
    public final Outcome finish() {
        Optional<UpstreamFailure> failure = collector.failure();
        if (failure.isPresent() && !ended()) {
            return new Outcome.Failed(failure.get());
        }
        MergedResponse response = collector.response();
        ObjectNode completion = completion(collector, response);
        TokenUsage.of(response.members()).ifPresent(usage -> completion.set("usage", usage));
        return new Outcome.Finished(Json.write(completion));
    }

    /** Returns the completion without its usage. */
    protected abstract ObjectNode completion(ReplyCollector collected, MergedResponse response);

    /**
     * Returns why the choice ended.
     *
     * @param cut whether a stop sequence was found in its text
     */
    protected final EndReason reason(MergedResponse response, boolean cut) {
        return cut || ended() ? EndReason.STOP : EndReason.of(response);
    }
}
