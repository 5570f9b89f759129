package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Collects one whole reply, for the encoders of one object. Not safe for concurrent use. */
public final class ReplyCollector {

    /** How often the memory of a reply is used for one object: as received, as a tree and as the object. */
    public static final int COPIES = 3;

    private final CodexEvent event = new CodexEvent();
    private final OutputState tracks = new OutputState();
    private final MergedResponse response = new MergedResponse();
    private final long epochSeconds;
    private final BiConsumer<Channel, JsonText> output;
    private @Nullable UpstreamFailure failure;
    private boolean ended;

    /**
     * Creates a collector.
     *
     * @param epochSeconds the reference time of the upstream's reset times
     */
    public ReplyCollector(long epochSeconds) {
        this(epochSeconds, (channel, piece) -> {});
    }

    /**
     * Creates a collector that forwards the texts as they arrive.
     *
     * @param epochSeconds the reference time of the upstream's reset times
     * @param output receives each piece of text from a text event, with its channel; an empty piece where a client call
     *     begins; the texts of a complete item without such events
     */
    public ReplyCollector(long epochSeconds, BiConsumer<Channel, JsonText> output) {
        this.epochSeconds = epochSeconds;
        this.output = output;
    }

    /** Accepts the next event; those after the terminal are ignored. */
    public void accept(UpstreamEvent next) {
        if (ended) {
            return;
        }
        switch (event.read(next)) {
            case DELTA -> delta();
            case HANDSHAKE -> handshake();
            case ITEM -> item();
            case WHOLE -> whole();
            case PART -> part();
            case ANNOTATION -> annotation();
            case PROGRESS -> tracks.item(event);
            case TERMINAL -> terminal();
            case FAILURE -> failed();
            case OTHER, IGNORED -> {
                // Contains nothing that the response object does not.
            }
        }
    }

    /** Returns the approximate memory used, in bytes. */
    public long heldBytes() {
        return tracks.heldBytes();
    }

    /** Returns whether the upstream's terminal event has arrived. */
    public boolean ended() {
        return ended;
    }

    /** Returns the failure to report instead of a reply, if the turn failed or was interrupted. */
    public Optional<UpstreamFailure> failure() {
        return ended ? Optional.ofNullable(failure) : Optional.of(UpstreamFailure.incompleteStream());
    }

    /** Returns the merged response objects of the upstream. */
    public MergedResponse response() {
        return response;
    }

    /** Returns the complete output items in output order. */
    public List<ObjectNode> items(ItemForm form) {
        List<ObjectNode> items = new ArrayList<>();
        for (ItemState track : tracks.inOutputOrder()) {
            track.parts().forEach(PartState::complete);
            items.add(form.finished(track, response.completed()));
        }
        return items;
    }

    private void handshake() {
        tracks.note(event.value());
        response.learn(event.inside());
    }

    private void item() {
        ItemState item = tracks.enter(event);
        ObjectNode whole = item.done();
        if (item.kind().clientCall()) {
            output.accept(Channel.ofCall(item.kind()), JsonText.of(""));
        } else if (event.type() == EventType.OUTPUT_ITEM_DONE && whole != null && hasNoText(item)) {
            ItemText.of(whole).forEach(text -> output.accept(text.channel(), text.text()));
        }
    }

    /** Returns true for an item whose texts had no events. */
    private static boolean hasNoText(ItemState item) {
        return item.parts().stream().allMatch(part -> part.text().isEmpty());
    }

    private void delta() {
        PartState part = partOfEvent();
        if (!part.isComplete()) {
            pass(part, part.append(event.delta()));
        }
    }

    private void whole() {
        tracks.item(event).learnName(event.name());
        PartState part = partOfEvent();
        JsonText text = event.whole();
        if (text != null && !part.undecidedBy(text)) {
            pass(part, part.complete(text));
        }
    }

    private void pass(PartState part, JsonText piece) {
        if (!piece.isEmpty()) {
            output.accept(part.channel(), piece);
        }
    }

    private void part() {
        PartState part = partOfEvent();
        boolean done =
                event.type() == EventType.CONTENT_PART_DONE || event.type() == EventType.REASONING_SUMMARY_PART_DONE;
        if (done && !part.isComplete()) {
            ObjectNode node = event.value().toObject();
            part.complete(JsonText.of(Json.text(node, event.channel().member().text())));
        }
    }

    private void annotation() {
        tracks.note(event.value());
        partOfEvent().annotate(event.value().toObject());
    }

    private PartState partOfEvent() {
        return tracks.item(event).part(event.channel(), event.partIndex());
    }

    private void terminal() {
        tracks.note(event.value());
        response.end(event.type(), event.inside(), false);
        if (response.failed()) {
            failure = FailureClassifier.ofEvent(event.source(), epochSeconds);
        }
        tracks.complete(response.output());
        ended = true;
    }

    private void failed() {
        if (event.hasValue()) {
            response.learn(event.inside());
        }
        failure = FailureClassifier.ofEvent(event.source(), epochSeconds);
        ended = true;
    }
}
