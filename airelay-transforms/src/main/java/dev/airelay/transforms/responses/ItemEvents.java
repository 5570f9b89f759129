package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.EventMember;
import dev.airelay.transforms.reply.ItemForm;
import dev.airelay.transforms.reply.ItemKind;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.ItemText;
import dev.airelay.transforms.reply.PartState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the events of output items that the upstream omitted. The official clients build the reply from the events and fail
 * on a delta for an item or part that was never added.
 *
 * <pre>
 *   item added → (part added → delta* → text done → part done)* → item done
 * </pre>
 *
 * <p>Each method first sends the missing events before its own, so that callers name only the desired state.
 */
final class ItemEvents {

    /** Events that identify their item only by its index. */
    private static final Set<EventType> BY_INDEX_ALONE =
            EnumSet.of(EventType.SHELL_COMMAND_ADDED, EventType.SHELL_COMMAND_DELTA, EventType.SHELL_COMMAND_DONE);

    private final EventFrames frames;
    private final ItemForm form;
    private final ItemForm whole;
    private final String token;
    private int shownItems;

    ItemEvents(EventFrames frames, ResponsesReplyOptions options) {
        this.frames = frames;
        this.form = options.shownItems();
        this.whole = options.wholeItems();
        this.token = options.fallbackId();
    }

    /**
     * Returns whether the item can be announced to the client. A call must wait for its name and id, which cannot be
     * corrected later.
     */
    boolean ready(ItemState item) {
        return item.shown() || !item.kind().clientCall() || item.callKnown();
    }

    /** Makes sure that the item has been announced to the client, with all events that waited for that. */
    void show(ItemState item) {
        if (!item.shown()) {
            item.show(shownItems++);
            EventFrames event =
                    frames.event(EventType.OUTPUT_ITEM_ADDED).set(EventMember.OUTPUT_INDEX, item.clientIndex());
            JsonSlice sameText = form.announcedAsItCame(item);
            if (sameText == null) {
                event.set(EventMember.ITEM, form.announced(item)).send();
            } else {
                event.set(EventMember.ITEM, sameText).send();
            }
            item.parts().forEach(part -> delta(item, part, part.text()));
        }
    }

    /** Makes sure that the part has been announced to the client; does nothing for texts without a part. */
    void open(ItemState item, PartState part) {
        show(item);
        if (!part.opened() && part.channel().index() != null) {
            part.markOpened();
            begin(partAdded(part), item, part)
                    .set(EventMember.PART, ItemForm.part(part.channel(), ""))
                    .send();
        }
    }

    /** Begins an event about the part, with the members that identify it. */
    EventFrames begin(EventType type, ItemState item, PartState part) {
        EventFrames event = begin(type, item);
        JsonName index = part.channel().index();
        return index == null ? event : event.set(index, part.clientIndex());
    }

    /** Begins an event about the item whose type has no constant. */
    EventFrames begin(String wireName, ItemState item) {
        return frames.event(wireName)
                .set(EventMember.OUTPUT_INDEX, item.clientIndex())
                .set(EventMember.ITEM_ID, item.id(token));
    }

    /** Begins an event about the item. */
    EventFrames begin(EventType type, ItemState item) {
        EventFrames event = frames.event(type).set(EventMember.OUTPUT_INDEX, item.clientIndex());
        return BY_INDEX_ALONE.contains(type) ? event : event.set(EventMember.ITEM_ID, item.id(token));
    }

    /** Sends a generated delta, unless there is no text. */
    void delta(ItemState item, PartState part, JsonText text) {
        if (!text.isEmpty()) {
            open(item, part);
            nextDelta(item, part, text).send();
        }
    }

    /** Begins the event with the next piece of a text. */
    EventFrames nextDelta(ItemState item, PartState part, JsonText text) {
        return logprobs(begin(part.channel().deltaType(), item, part).set(EventMember.DELTA, text), part);
    }

    /**
     * Begins the event with the next piece of a text, to be merged into the upstream's event, whose piece is not changed.
     */
    EventFrames nextDelta(ItemState item, PartState part) {
        return logprobs(begin(part.channel().deltaType(), item, part).keep(EventMember.DELTA), part);
    }

    private static EventFrames logprobs(EventFrames event, PartState part) {
        return part.channel() == Channel.TEXT ? event.fillWithEmptyArray(EventMember.LOGPROBS) : event;
    }

    /** Makes sure that the client has received the end of the part. */
    void close(ItemState item, PartState part) {
        finishText(item, part, part.complete());
        if (!part.closed()) {
            part.markClosed();
            if (part.channel().index() != null) {
                begin(partDone(part), item, part)
                        .set(EventMember.PART, ItemForm.part(part))
                        .send();
            }
        }
    }

    /** Sends the rest of a text and completes it, unless that has been done. */
    void finishText(ItemState item, PartState part, JsonText rest) {
        open(item, part);
        delta(item, part, rest);
        if (!part.textClosed()) {
            finishedText(item, part).send();
        }
    }

    /** Begins the event that completes a text. */
    EventFrames finishedText(ItemState item, PartState part) {
        part.markTextClosed();
        EventFrames event =
                begin(part.channel().doneType(), item, part).set(part.channel().member(), part.text());
        if (part.channel() == Channel.ARGUMENTS) {
            event.set(EventMember.NAME, JsonText.of(item.name()));
        }
        return logprobs(event, part);
    }

    /** Sends the rest of the item and completes it. */
    void finish(ItemState item, boolean turnCompleted) {
        if (item.finished()) {
            return;
        }
        show(item);
        JsonSlice sameText = form.finishedAsItCame(item);
        if (sameText == null) {
            adopt(item);
        }
        item.lackingArguments(turnCompleted)
                .ifPresent(part -> delta(item, part, part.complete(ItemState.NO_ARGUMENTS)));
        item.parts().forEach(part -> close(item, part));
        item.markFinished();
        EventFrames event = frames.event(EventType.OUTPUT_ITEM_DONE).set(EventMember.OUTPUT_INDEX, item.clientIndex());
        if (sameText != null) {
            event.set(EventMember.ITEM, sameText).send();
            item.markSentAsItCame();
            return;
        }
        ObjectNode finished = form.finished(item, turnCompleted);
        JsonSlice sameTree = item.completed();
        if (sameTree != null && finished.equals(item.done())) {
            event.set(EventMember.ITEM, sameTree).send();
            if (!sameTree.members().spaced()) {
                item.markSentAsItCame();
            }
        } else {
            event.set(EventMember.ITEM, finished).send();
        }
    }

    /** Sends what only the complete item has of its texts. */
    private void adopt(ItemState item) {
        ObjectNode done = item.kind().streamed() ? item.done() : null;
        if (done != null) {
            for (ItemText text : ItemText.of(done)) {
                PartState part = item.part(text);
                delta(item, part, part.complete(text.text()));
                adoptAnnotations(part, text);
                open(item, part);
            }
        }
    }

    private static void adoptAnnotations(PartState part, ItemText text) {
        if (part.annotations().isEmpty()) {
            text.holder().path("annotations").forEach(annotation -> {
                if (annotation instanceof ObjectNode object) {
                    part.annotate(object);
                }
            });
        }
    }

    /** Returns the items in the client's form, in the order of their announcement. */
    List<JsonSlice> shown(List<ItemState> items, boolean turnCompleted) {
        List<JsonSlice> shown = new ArrayList<>(items.size());
        for (ItemState item : inOrder(items)) {
            JsonSlice sent = item.sentAsItCame();
            shown.add(sent == null ? JsonSlice.of(Json.write(form.finished(item, turnCompleted))) : sent);
        }
        return shown;
    }

    /** Returns the items with everything from the upstream, in the same order. */
    List<ObjectNode> whole(List<ItemState> items, boolean turnCompleted) {
        return inOrder(items).stream()
                .map(item -> whole.finished(item, turnCompleted))
                .toList();
    }

    private static List<ItemState> inOrder(List<ItemState> items) {
        List<ItemState> ordered = new ArrayList<>(items);
        ordered.sort(Comparator.comparingInt(ItemState::clientIndex));
        return ordered;
    }

    private static EventType partAdded(PartState part) {
        return part.channel().item() == ItemKind.REASONING && part.channel() == Channel.SUMMARY
                ? EventType.REASONING_SUMMARY_PART_ADDED
                : EventType.CONTENT_PART_ADDED;
    }

    private static EventType partDone(PartState part) {
        return part.channel() == Channel.SUMMARY ? EventType.REASONING_SUMMARY_PART_DONE : EventType.CONTENT_PART_DONE;
    }
}
