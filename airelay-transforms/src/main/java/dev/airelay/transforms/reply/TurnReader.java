package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the events of one turn and passes the new part of each to a {@link Turn}, although the upstream may repeat parts,
 * omit them or complete them late. For the dialects that stream texts and calls but not items. Not safe for concurrent use.
 */
public final class TurnReader {

    /** The relevant members of the last response object besides its output. */
    private static final List<JsonName> END =
            List.of(new JsonName("status"), new JsonName("usage"), new JsonName("incomplete_details"));

    private final Turn turn;
    private final CodexEvent event = new CodexEvent();
    private final OutputState tracks = new OutputState();
    private final MergedResponse response = new MergedResponse();
    private boolean completed;
    private boolean announced;
    private boolean begun;
    private boolean ended;

    /** Creates a reader of a turn that has not begun. */
    public TurnReader(Turn turn) {
        this.turn = turn;
    }

    /** Accepts the next event; those after the end are ignored. */
    public void accept(UpstreamEvent next) {
        if (ended || (announced && isAnnouncement(next.type()))) {
            return;
        }
        switch (event.read(next)) {
            case DELTA -> delta();
            case HANDSHAKE -> handshake();
            case ITEM -> item();
            case WHOLE -> whole();
            case ANNOTATION -> annotation();
            case TERMINAL -> terminal();
            case FAILURE -> failure();
            case PART, PROGRESS -> begin();
            case OTHER, IGNORED -> {
                // Only clients of the upstream's own API can use it.
            }
        }
    }

    /** Of the response objects before the end, only the first is used: the others repeat it. */
    private static boolean isAnnouncement(EventType type) {
        return type == EventType.CREATED || type == EventType.QUEUED || type == EventType.IN_PROGRESS;
    }

    /** Returns the approximate memory of the turn so far, in bytes. */
    public long heldBytes() {
        return tracks.heldBytes();
    }

    private void announce(JsonMembers head) {
        if (!announced && !begun) {
            announced = true;
            turn.announced(head);
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            turn.begun();
            // Items received before the turn had begun.
            tracks.items().forEach(this::beginIfKnown);
        }
    }

    private void beginIfKnown(ItemState item) {
        if (begun && item.callKnown()) {
            beginCall(item);
        }
    }

    private void beginCall(ItemState item) {
        if (!item.callWaiting()) {
            return;
        }
        item.markCallBegun();
        turn.call(item);
        JsonText waiting = item.part(Channel.ofCall(item.kind()), 0).text();
        if (!waiting.isEmpty()) {
            turn.text(item, item.part(Channel.ofCall(item.kind()), 0), waiting);
        }
    }

    private void handshake() {
        if (!announced && !begun) {
            announce(event.inside());
        }
    }

    private void item() {
        boolean done = event.type() == EventType.OUTPUT_ITEM_DONE;
        if (done) {
            begin();
        }
        ItemState item = tracks.enter(event);
        if (done && !item.finished()) {
            finish(item);
        } else {
            beginIfKnown(item);
        }
    }

    /** Forwards the part of the complete item that was not in its deltas. */
    private void finish(ItemState item) {
        item.markFinished();
        beginCall(item);
        ObjectNode done = item.kind().streamed() && !item.streamedWhole() ? item.done() : null;
        if (done != null) {
            ItemText.of(done).forEach(text -> {
                PartState part = item.part(text);
                pass(item, part, part.complete(text.text()));
            });
        }
        item.lackingArguments(completed).ifPresent(part -> pass(item, part, part.complete(ItemState.NO_ARGUMENTS)));
        item.parts().forEach(part -> pass(item, part, part.complete()));
        turn.finished(item);
    }

    private void delta() {
        begin();
        ItemState item = tracks.item(event);
        PartState part = item.part(event.channel(), event.partIndex());
        if (!part.isComplete()) {
            pass(item, part, part.append(event.delta()));
        }
    }

    private void whole() {
        begin();
        ItemState item = tracks.item(event);
        item.learnName(event.name());
        PartState part = item.part(event.channel(), event.partIndex());
        JsonText text = event.whole();
        if (text != null && !part.undecidedBy(text)) {
            pass(item, part, part.complete(text));
        }
        beginIfKnown(item);
    }

    private void pass(ItemState item, PartState part, JsonText text) {
        if (!text.isEmpty() && !item.callWaiting()) {
            turn.text(item, part, text);
        }
    }

    private void annotation() {
        begin();
        tracks.note(event.value());
        tracks.item(event)
                .part(Channel.TEXT, event.partIndex())
                .annotate(event.value().toObject());
    }

    private void terminal() {
        JsonMembers said = event.inside();
        announce(said);
        begin();
        ended = true;
        JsonSlice output = said.value(EventMember.OUTPUT);
        boolean known = output == null || tracks.knows(output.elements());
        if (!known) {
            tracks.note(event.value());
        }
        response.end(event.type(), known ? said.toObject(END) : event.value().toObject());
        if (response.failed()) {
            turn.failed(event.source());
            return;
        }
        completed = response.completed();
        tracks.complete(response.output());
        for (ItemState item : tracks.items()) {
            if (!item.finished()) {
                finish(item);
            }
        }
        turn.over(response);
    }

    private void failure() {
        ended = true;
        turn.failed(event.source());
    }
}
