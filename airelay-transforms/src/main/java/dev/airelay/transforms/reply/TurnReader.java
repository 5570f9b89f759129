package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonText;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the events of one turn and tells a {@link Turn} what is new in each: whatever the upstream repeats, leaves out or
 * completes late. For the dialects that stream texts and calls and no items. Not safe for concurrent use.
 */
public final class TurnReader implements CodexEvent.Handler {

    private final Turn turn;
    private final EventReader reader = new EventReader();
    private final OutputState tracks = new OutputState();
    private final MergedResponse response = new MergedResponse();
    private final Set<ItemState> calls = new HashSet<>();
    private boolean completed;
    private boolean announced;
    private boolean begun;
    private boolean ended;

    /** Creates a reader of a turn that has not begun. */
    public TurnReader(Turn turn) {
        this.turn = turn;
    }

    /** Takes the next event; those after the end are ignored. */
    public void accept(UpstreamEvent event) {
        if (ended) {
            return;
        }
        CodexEvent read = reader.read(event);
        if (!announced && read instanceof CodexEvent.Terminal only) {
            announce(only.response().toObject());
        }
        if (!(read instanceof CodexEvent.Ignored)
                && !(read instanceof CodexEvent.Other)
                && !event.type().handshake()
                && !event.type().failure()) {
            begin();
        }
        read.tell(this);
    }

    long heldBytes() {
        return tracks.heldBytes();
    }

    private void announce(ObjectNode head) {
        if (!announced && !begun) {
            announced = true;
            turn.announced(head);
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            turn.begun();
            // Those that came before the turn had begun.
            tracks.items().forEach(this::beginIfKnown);
        }
    }

    private void beginIfKnown(ItemState item) {
        if (begun && item.callKnown()) {
            beginCall(item);
        }
    }

    private void beginCall(ItemState item) {
        if (!item.kind().clientCall() || !calls.add(item)) {
            return;
        }
        turn.call(item);
        JsonText waiting = item.part(Channel.ofCall(item.kind()), 0).text();
        if (!waiting.isEmpty()) {
            turn.text(item, item.part(Channel.ofCall(item.kind()), 0), waiting);
        }
    }

    @Override
    public void handshake(CodexEvent.Handshake event) {
        if (!announced && !begun) {
            tracks.note(event.response());
            announce(event.response().toObject());
        }
    }

    @Override
    public void item(CodexEvent.Item event) {
        ItemState item = tracks.item(event);
        if (event.type() == EventType.OUTPUT_ITEM_DONE && !item.finished()) {
            finish(item);
        } else {
            beginIfKnown(item);
        }
    }

    /** Tells what the complete item has beyond its deltas. */
    private void finish(ItemState item) {
        item.markFinished();
        beginCall(item);
        ObjectNode done = item.kind().streamed() ? item.done() : null;
        if (done != null) {
            ItemText.of(done).forEach(text -> {
                PartState part = item.part(text);
                tell(item, part, part.complete(text.text()));
            });
        }
        item.lackingArguments(completed).ifPresent(part -> tell(item, part, part.complete(ItemState.NO_ARGUMENTS)));
        item.parts().forEach(part -> tell(item, part, part.complete()));
    }

    @Override
    public void fragment(CodexEvent.Fragment event) {
        ItemState item = tracks.item(event.route(), event.channel().item());
        PartState part = item.part(event.channel(), event.route().partIndex());
        if (!part.isComplete()) {
            tell(item, part, part.append(event.text()));
        }
    }

    @Override
    public void whole(CodexEvent.Whole event) {
        ItemState item = tracks.item(event.route(), event.channel().item());
        item.learnName(event.name());
        PartState part = item.part(event.channel(), event.route().partIndex());
        JsonText text = event.text();
        if (text != null && !part.undecidedBy(text)) {
            tell(item, part, part.complete(text));
        }
        beginIfKnown(item);
    }

    private void tell(ItemState item, PartState part, JsonText text) {
        boolean waiting = item.kind().clientCall() && !calls.contains(item);
        if (!text.isEmpty() && !waiting) {
            turn.text(item, part, text);
        }
    }

    @Override
    public void part(CodexEvent.Part event) {
        // Says nothing that the text events and the complete item do not say.
    }

    @Override
    public void annotation(CodexEvent.Annotation event) {
        tracks.note(event.annotation());
        tracks.item(event.route(), Channel.TEXT.item())
                .part(Channel.TEXT, event.route().partIndex())
                .annotate(event.annotation().toObject());
    }

    @Override
    public void progress(CodexEvent.Progress event) {
        // Hosted tools at work are not shown.
    }

    @Override
    public void other(CodexEvent.Other event) {
        // Only clients of the upstream's own API can make something of it.
    }

    @Override
    public void terminal(CodexEvent.Terminal event) {
        ended = true;
        tracks.note(event.response());
        response.end(event.event().type(), event.response().toObject());
        if (response.failed()) {
            turn.failed(event.event());
            return;
        }
        completed = response.completed();
        tracks.complete(response.output());
        tracks.items().stream().filter(item -> !item.finished()).forEach(this::finish);
        turn.over(response);
    }

    @Override
    public void failure(CodexEvent.Failure event) {
        ended = true;
        turn.failed(event.event());
    }
}
