package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.CodexEvent;
import dev.airelay.transforms.reply.EventMember;
import dev.airelay.transforms.reply.EventReader;
import dev.airelay.transforms.reply.ItemForm;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.reply.OutputState;
import dev.airelay.transforms.reply.PartState;
import dev.airelay.transforms.reply.Route;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes one Responses stream: upstream events go on as they come but for the members that must change, and what the
 * upstream left out is added.
 *
 * <pre>
 *   created → in_progress → items (see {@link ItemEvents}) → completed | incomplete → [DONE]
 *                             └──── failure at any time ────────→ failed ──────────→ [DONE]
 * </pre>
 */
final class ResponsesStreamEncoder implements StreamEncoder, CodexEvent.Handler {

    /** The end of the stream repeats all that was said, and what is stored says it once more. */
    private static final int COPIES = 3;

    private final ResponsesReplyOptions options;
    private final EventReader reader = new EventReader();
    private final OutputState tracks = new OutputState();
    private final EventFrames frames = new EventFrames();
    private final ResponseEvents response;
    private final ItemEvents items;
    private boolean failed;

    ResponsesStreamEncoder(ResponsesReplyOptions options) {
        this.options = options;
        this.response = new ResponseEvents(frames, options);
        this.items = new ItemEvents(frames, options);
    }

    @Override
    public void accept(UpstreamEvent event, ByteSink out) {
        if (!ended()) {
            frames.direct(out);
            reader.read(event).tell(this);
        }
    }

    @Override
    public void fail(ApiError error, ByteSink out) {
        if (!ended()) {
            frames.direct(out);
            fail(error);
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
            response.cancel(items.shown(told(), false));
        }
    }

    @Override
    public Optional<TurnState> turn() {
        return Optional.of(response.turn(items.whole(told(), response.response().completed())));
    }

    /** Returns the items that belong to the turn as it stands: the complete ones, and when it failed all. */
    private List<ItemState> told() {
        return tracks.items().stream()
                .filter(item -> item.shown() && (item.finished() || failed))
                .toList();
    }

    @Override
    public void handshake(CodexEvent.Handshake event) {
        tracks.note(event.response());
        response.announced(event.type(), event.response().toObject());
    }

    @Override
    public void item(CodexEvent.Item event) {
        response.start();
        ItemState item = tracks.item(event);
        if (event.type() == EventType.OUTPUT_ITEM_DONE) {
            items.finish(item, true);
        } else if (items.ready(item)) {
            items.show(item);
        }
    }

    @Override
    public void fragment(CodexEvent.Fragment event) {
        ItemState item = item(event.route(), event.channel());
        PartState part = item.part(event.channel(), event.route().partIndex());
        if (item.finished() || part.isComplete()) {
            return;
        }
        if (!items.ready(item)) {
            part.append(event.text());
            return;
        }
        items.open(item, part);
        JsonText text = part.append(event.text());
        if (text.isEmpty() && !event.text().isEmpty()) {
            return;
        }
        forward(items.nextDelta(item, part, text));
    }

    @Override
    public void whole(CodexEvent.Whole event) {
        ItemState item = item(event.route(), event.channel());
        item.learnName(event.name());
        PartState part = item.part(event.channel(), event.route().partIndex());
        JsonText text = event.text();
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
        frame.drop(EventMember.OBFUSCATION).drop(EventMember.SAFETY_BUFFERING).send(reader.members());
    }

    @Override
    public void part(CodexEvent.Part event) {
        ItemState item = item(event.route(), event.channel());
        PartState part = item.part(event.channel(), event.route().partIndex());
        boolean added =
                event.type() == EventType.CONTENT_PART_ADDED || event.type() == EventType.REASONING_SUMMARY_PART_ADDED;
        if (item.finished() || (added ? part.opened() : part.closed())) {
            return;
        }
        ObjectNode node = ItemForm.shapedPart(event.part().toObject());
        if (added) {
            items.show(item);
            part.markOpened();
        } else {
            items.finishText(item, part, part.complete(text(event, node)));
            node.put(event.channel().member().text(), part.text().toString());
            part.markClosed();
        }
        items.begin(event.type(), item, part).set(EventMember.PART, node).send(reader.members());
    }

    private static JsonText text(CodexEvent.Part event, ObjectNode node) {
        return JsonText.of(node.path(event.channel().member().text()).stringValue(""));
    }

    @Override
    public void annotation(CodexEvent.Annotation event) {
        ItemState item = item(event.route(), Channel.TEXT);
        PartState part = item.part(Channel.TEXT, event.route().partIndex());
        if (item.finished() || part.closed()) {
            return;
        }
        items.open(item, part);
        tracks.note(event.annotation());
        EventFrames frame = items.begin(event.type(), item, part)
                .set(EventMember.ANNOTATION_INDEX, part.annotations().size());
        part.annotate(event.annotation().toObject());
        frame.send(reader.members());
    }

    private ItemState item(Route route, Channel channel) {
        response.start();
        return tracks.item(route, channel.item());
    }

    @Override
    public void progress(CodexEvent.Progress event) {
        response.start();
        ItemState item = tracks.item(event.route(), event.item());
        if (!item.finished()) {
            items.show(item);
            forward(items.begin(event.type(), item));
        }
    }

    /** Forwards an event unless it is about an item or part that the client does not know: its accumulator would fail. */
    @Override
    public void other(CodexEvent.Other event) {
        response.start();
        JsonMembers members = reader.members();
        boolean aboutItem =
                members.value(EventMember.OUTPUT_INDEX) != null || members.value(EventMember.ITEM_ID) != null;
        ItemState item = tracks.known(event.route());
        if (!aboutItem) {
            forwardOther(frames.event(event.wireName()), members);
        } else if (item != null && item.shown() && !item.finished()) {
            otherOfItem(event, item, members);
        }
    }

    private void otherOfItem(CodexEvent.Other event, ItemState item, JsonMembers members) {
        int index = event.route().partIndex();
        if (event.part() && event.wireName().equals(EventType.CONTENT_PART_ADDED.wireName())) {
            item.addOtherPart(index);
        }
        Integer place = item.otherPart(index);
        if (event.part() && place == null) {
            return;
        }
        EventFrames frame = items.begin(event.wireName(), item);
        if (event.part() && place != null) {
            frame.set(EventMember.CONTENT_INDEX, place);
        }
        forwardOther(frame, members);
    }

    /** The client knows the response by the relay's id, and by the members that it may see. */
    private void forwardOther(EventFrames frame, JsonMembers members) {
        if (members.value(EventMember.RESPONSE) != null) {
            frame.set(EventMember.RESPONSE, response.running());
        }
        if (members.value(EventMember.RESPONSE_ID) != null) {
            frame.set(EventMember.RESPONSE_ID, response.running().path("id"));
        }
        forward(frame);
    }

    @Override
    public void terminal(CodexEvent.Terminal event) {
        tracks.note(event.response());
        MergedResponse said = response.response();
        said.end(event.event().type(), event.response().toObject());
        if (said.failed()) {
            fail(event.event());
            return;
        }
        response.start();
        tracks.complete(said.output());
        tracks.items().forEach(item -> items.finish(item, said.completed()));
        response.end(items.shown(told(), said.completed()));
    }

    @Override
    public void failure(CodexEvent.Failure event) {
        JsonSlice object = event.response();
        if (object != null) {
            response.response().learn(object.toObject());
        }
        fail(event.event());
    }

    private void fail(UpstreamEvent event) {
        fail(FailureClassifier.ofEvent(event, options.createdEpochSeconds()).error());
    }

    private void fail(ApiError error) {
        failed = true;
        response.fail(error, items.shown(told(), false));
    }
}
