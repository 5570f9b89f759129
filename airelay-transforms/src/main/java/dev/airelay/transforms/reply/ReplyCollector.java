package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Gathers one reply whole, for the encoders that answer with one object. Not safe for concurrent use. */
public final class ReplyCollector implements CodexEvent.Handler {

    /** How often the memory of a reply is taken when one object is made of it: as it came, as a tree and as the object. */
    public static final int COPIES = 3;

    private final EventReader reader = new EventReader();
    private final OutputState tracks = new OutputState();
    private final MergedResponse response = new MergedResponse();
    private final long epochSeconds;
    private final Consumer<JsonText> output;
    private @Nullable UpstreamFailure failure;
    private boolean ended;

    /**
     * Creates a collector.
     *
     * @param epochSeconds the time that the upstream's reset times are measured from
     */
    public ReplyCollector(long epochSeconds) {
        this(epochSeconds, piece -> {});
    }

    /**
     * Creates a collector that tells of the output text as it comes.
     *
     * @param epochSeconds the time that the upstream's reset times are measured from
     * @param output takes each piece of output text that came in an event for text alone
     */
    public ReplyCollector(long epochSeconds, Consumer<JsonText> output) {
        this.epochSeconds = epochSeconds;
        this.output = output;
    }

    /** Takes the next event; those after the terminal are ignored. */
    public void accept(UpstreamEvent event) {
        if (!ended) {
            reader.read(event).tell(this);
        }
    }

    /** Returns about how many bytes all this takes. */
    public long heldBytes() {
        return tracks.heldBytes();
    }

    /** Returns whether the upstream's terminal event has come. */
    public boolean ended() {
        return ended;
    }

    /** Returns what to answer instead of a reply, when the turn failed or broke off. */
    public Optional<UpstreamFailure> failure() {
        return ended ? Optional.ofNullable(failure) : Optional.of(UpstreamFailure.incompleteStream());
    }

    /** Returns everything that the upstream's response objects said. */
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

    @Override
    public void handshake(CodexEvent.Handshake event) {
        tracks.note(event.response());
        response.learn(event.response().toObject());
    }

    @Override
    public void item(CodexEvent.Item event) {
        tracks.item(event);
    }

    @Override
    public void fragment(CodexEvent.Fragment event) {
        PartState part = part(event.route(), event.channel());
        if (!part.isComplete()) {
            tell(part, part.append(event.text()));
        }
    }

    @Override
    public void whole(CodexEvent.Whole event) {
        tracks.item(event.route(), event.channel().item()).learnName(event.name());
        PartState part = part(event.route(), event.channel());
        if (event.text() != null && !part.undecidedBy(event.text())) {
            tell(part, part.complete(event.text()));
        }
    }

    private void tell(PartState part, JsonText piece) {
        if (part.channel() == Channel.TEXT && !piece.isEmpty()) {
            output.accept(piece);
        }
    }

    @Override
    public void part(CodexEvent.Part event) {
        PartState part = part(event.route(), event.channel());
        boolean done =
                event.type() == EventType.CONTENT_PART_DONE || event.type() == EventType.REASONING_SUMMARY_PART_DONE;
        if (done && !part.isComplete()) {
            ObjectNode node = event.part().toObject();
            part.complete(JsonText.of(Json.text(node, event.channel().member().text())));
        }
    }

    @Override
    public void annotation(CodexEvent.Annotation event) {
        tracks.note(event.annotation());
        part(event.route(), Channel.TEXT).annotate(event.annotation().toObject());
    }

    private PartState part(Route route, Channel channel) {
        return tracks.item(route, channel.item()).part(channel, route.partIndex());
    }

    @Override
    public void progress(CodexEvent.Progress event) {
        tracks.item(event.route(), event.item());
    }

    @Override
    public void other(CodexEvent.Other event) {
        // Says nothing that the response object holds.
    }

    @Override
    public void terminal(CodexEvent.Terminal event) {
        tracks.note(event.response());
        response.end(event.event().type(), event.response().toObject());
        if (response.failed()) {
            failure = FailureClassifier.ofEvent(event.event(), epochSeconds);
        }
        tracks.complete(response.output());
        ended = true;
    }

    @Override
    public void failure(CodexEvent.Failure event) {
        JsonSlice failed = event.response();
        if (failed != null) {
            response.learn(failed.toObject());
        }
        failure = FailureClassifier.ofEvent(event.event(), epochSeconds);
        ended = true;
    }
}
