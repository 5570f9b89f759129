package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.CodexEvent;
import dev.airelay.transforms.reply.EventMember;
import dev.airelay.transforms.reply.ItemForm;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.reply.OutputState;
import dev.airelay.transforms.reply.PartState;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes one Responses stream: upstream events are forwarded with only the necessary changes, and omitted events are added.
 *
 * <pre>
 *   created → in_progress → items (see {@link ItemEvents}) → completed | incomplete → [DONE]
 *                             └──── failure at any time ────────→ failed ──────────→ [DONE]
 * </pre>
 */
final class ResponsesStreamEncoder implements StreamEncoder {

    /** The end of the stream repeats all output, and the stored turn contains it once more. */
    private static final int COPIES = 3;

    private final ResponsesReplyOptions options;
    private final CodexEvent event = new CodexEvent();
    private final OutputState tracks = new OutputState();
    private final EventFrames frames = new EventFrames();
    private final ResponseEvents response;
    private final ItemEvents items;
    /** The part of the last delta. */
    private @Nullable PartState modelPart;

    private boolean failed;

    ResponsesStreamEncoder(ResponsesReplyOptions options) {
        this.options = options;
        this.response = new ResponseEvents(frames, options);
        this.items = new ItemEvents(frames, options);
    }

    @Override
    public void accept(UpstreamEvent next, ByteSink out) {
        if (ended()) {
            return;
        }
        frames.direct(out);
        switch (event.read(next)) {
            case DELTA -> delta();
            case HANDSHAKE -> handshake();
            case ITEM -> item();
            case WHOLE -> whole();
            case PART -> part();
            case ANNOTATION -> annotation();
            case PROGRESS -> progress();
            case OTHER -> other();
            case TERMINAL -> terminal();
            case FAILURE -> failure();
            case IGNORED -> {
                // Not for clients.
            }
        }
    }

    @Override
    public void fail(UpstreamFailure failure, ByteSink out) {
        if (!ended()) {
            frames.direct(out);
            fail(failure.error());
        }
    }

    @Override
    public boolean ended() {
        return response.ended();
    }

    @Override
    public long heldBytes() {
        return COPIES * tracks.heldBytes();
    }

    @Override
    public void announce(ByteSink out) {
        frames.direct(out);
        response.announce();
    }

    @Override
    public void cancel(ByteSink out) {
        if (!ended()) {
            frames.direct(out);
            response.cancel(items.shown(turnItems(), false));
        }
    }

    @Override
    public Optional<TurnState> turn() {
        return Optional.of(
                response.turn(items.whole(turnItems(), response.response().completed())));
    }

    /** Returns the items of the present turn: the complete ones, or all if it failed. */
    private List<ItemState> turnItems() {
        List<ItemState> items = new ArrayList<>();
        for (ItemState item : tracks.items()) {
            if (item.shown() && (item.finished() || failed)) {
                items.add(item);
            }
        }
        return items;
    }

    private void handshake() {
        tracks.note(event.value());
        response.announced(event.type(), event.inside());
    }

    private void item() {
        response.start();
        ItemState item = tracks.enter(event);
        if (event.type() == EventType.OUTPUT_ITEM_DONE) {
            items.finish(item, true);
        } else if (items.ready(item)) {
            items.show(item);
        }
    }

    private void delta() {
        ItemState item = startedItem();
        PartState part = item.part(event.channel(), event.partIndex());
        if (item.finished() || part.isComplete()) {
            return;
        }
        if (!items.ready(item)) {
            part.append(event.delta());
            return;
        }
        items.open(item, part);
        if (part.appendAsItStands(event)) {
            if (part != modelPart || !frames.again(event.members())) {
                modelPart = part;
                withoutExtensions(items.nextDelta(item, part)).sendAsModel(event.members());
            }
            return;
        }
        JsonText text = part.append(event.delta());
        if (!text.isEmpty() || event.delta().isEmpty()) {
            forward(items.nextDelta(item, part, text));
        }
    }

    private void whole() {
        ItemState item = startedItem();
        item.learnName(event.name());
        PartState part = item.part(event.channel(), event.partIndex());
        JsonText text = event.whole();
        if (item.finished() || part.textClosed() || part.undecidedBy(text)) {
            return;
        }
        if (!items.ready(item)) {
            part.complete(text == null ? JsonText.EMPTY : text);
            return;
        }
        items.open(item, part);
        items.delta(item, part, text == null ? part.complete() : part.complete(text));
        forward(items.finishedText(item, part));
    }

    private void forward(EventFrames frame) {
        withoutExtensions(frame).send(event.members());
    }

    private static EventFrames withoutExtensions(EventFrames frame) {
        return frame.drop(EventMember.OBFUSCATION).drop(EventMember.SAFETY_BUFFERING);
    }

    private void part() {
        ItemState item = startedItem();
        PartState part = item.part(event.channel(), event.partIndex());
        boolean added =
                event.type() == EventType.CONTENT_PART_ADDED || event.type() == EventType.REASONING_SUMMARY_PART_ADDED;
        if (item.finished() || (added ? part.opened() : part.closed())) {
            return;
        }
        JsonName textMember = event.channel().member();
        JsonText said = event.inside().text(textMember);
        if (added) {
            items.show(item);
            part.markOpened();
        } else {
            items.finishText(item, part, part.complete(said == null ? JsonText.EMPTY : said));
            part.markClosed();
        }
        EventFrames frame = items.begin(event.type(), item, part);
        boolean textSent = added || part.text().equals(said);
        if (textSent && !event.members().spaced() && ItemForm.hasPartForm(event.inside())) {
            frame.set(EventMember.PART, event.value()).send(event.members());
            return;
        }
        ObjectNode node = ItemForm.shapedPart(event.value().toObject());
        if (!added) {
            node.put(textMember.text(), part.text().toString());
        }
        frame.set(EventMember.PART, node).send(event.members());
    }

    private void annotation() {
        ItemState item = startedItem();
        PartState part = item.part(Channel.TEXT, event.partIndex());
        if (item.finished() || part.closed()) {
            return;
        }
        items.open(item, part);
        tracks.note(event.value());
        EventFrames frame = items.begin(event.type(), item, part)
                .set(EventMember.ANNOTATION_INDEX, part.annotations().size());
        part.annotate(event.value().toObject());
        frame.send(event.members());
    }

    private ItemState startedItem() {
        response.start();
        return tracks.item(event);
    }

    private void progress() {
        ItemState item = startedItem();
        if (!item.finished()) {
            items.show(item);
            forward(items.begin(event.type(), item));
        }
    }

    /** Forwards an event unless it is about an item or part unknown to the client, whose accumulator would fail. */
    private void other() {
        response.start();
        JsonMembers members = event.members();
        boolean aboutItem = members.has(EventMember.OUTPUT_INDEX) || members.has(EventMember.ITEM_ID);
        ItemState item = tracks.known(event);
        if (!aboutItem) {
            forwardOther(frames.event(event.wireName()), members);
        } else if (item != null && item.shown() && !item.finished()) {
            otherOfItem(item, members);
        }
    }

    private void otherOfItem(ItemState item, JsonMembers members) {
        int index = event.partIndex();
        boolean aboutPart = event.hasValue();
        if (aboutPart && event.type() == EventType.CONTENT_PART_ADDED) {
            item.addOtherPart(index);
        }
        Integer place = item.otherPart(index);
        if (aboutPart && place == null) {
            return;
        }
        EventFrames frame = items.begin(event.wireName(), item);
        if (aboutPart && place != null) {
            frame.set(EventMember.CONTENT_INDEX, place);
        }
        forwardOther(frame, members);
    }

    /** The client knows the response by the relay's id, and sees only public members. */
    private void forwardOther(EventFrames frame, JsonMembers members) {
        if (members.has(EventMember.RESPONSE)) {
            frame.set(EventMember.RESPONSE, response.running());
        }
        if (members.has(EventMember.RESPONSE_ID)) {
            frame.set(EventMember.RESPONSE_ID, JsonText.of(response.id()));
        }
        forward(frame);
    }

    private void terminal() {
        JsonSlice output = event.inside().value(EventMember.OUTPUT);
        boolean known = output != null && tracks.knows(output.elements());
        tracks.note(event.value());
        MergedResponse said = response.response();
        said.end(event.type(), event.inside(), known);
        if (said.failed()) {
            fail(event.source());
            return;
        }
        response.start();
        tracks.complete(said.output());
        tracks.items().forEach(item -> items.finish(item, said.completed()));
        response.end(items.shown(turnItems(), said.completed()));
    }

    private void failure() {
        if (event.hasValue()) {
            response.response().learn(event.inside());
        }
        fail(event.source());
    }

    private void fail(UpstreamEvent event) {
        fail(FailureClassifier.ofEvent(event, options.createdEpochSeconds()).error());
    }

    private void fail(ApiError error) {
        failed = true;
        response.fail(error, items.shown(turnItems(), false));
    }
}
