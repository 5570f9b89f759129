package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonRepair;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads upstream events with one pass over their bytes and without a tree. Not safe for concurrent use.
 *
 * <p>An event whose JSON is malformed is ignored, whatever its type: what it carried comes again in a done event, the
 * complete item or the terminal event, and without a terminal event the reply fails as incomplete.
 */
public final class EventReader {

    private static final int MAX_INDEX = 1_000_000;

    private final JsonMembers members = new JsonMembers();
    private byte[] original = {};

    /** Reads one event; what it returns stays valid, {@link #members()} only until the next call. */
    public CodexEvent read(UpstreamEvent event) {
        EventType type = event.type();
        if (type.extension() || !scan(event.json())) {
            return CodexEvent.Ignored.INSTANCE;
        }
        Channel delta = Channel.ofDelta(type);
        if (delta != null) {
            return fragment(type, delta);
        }
        Channel done = Channel.ofDone(type);
        if (done != null) {
            return new CodexEvent.Whole(type, done, route(done), whole(done), members.string(EventMember.NAME));
        }
        return other(event);
    }

    private CodexEvent other(UpstreamEvent event) {
        EventType type = event.type();
        return switch (type) {
            case CREATED, QUEUED, IN_PROGRESS ->
                with(EventMember.RESPONSE, response -> new CodexEvent.Handshake(type, response));
            case OUTPUT_ITEM_ADDED, OUTPUT_ITEM_DONE -> with(EventMember.ITEM, item -> item(type, item));
            case CONTENT_PART_ADDED, CONTENT_PART_DONE -> with(EventMember.PART, part -> part(type, part));
            case REASONING_SUMMARY_PART_ADDED, REASONING_SUMMARY_PART_DONE ->
                with(
                        EventMember.PART,
                        part -> new CodexEvent.Part(type, Channel.SUMMARY, route(Channel.SUMMARY), part));
            case OUTPUT_TEXT_ANNOTATION_ADDED ->
                with(
                        EventMember.ANNOTATION,
                        annotation -> new CodexEvent.Annotation(type, route(Channel.TEXT), annotation));
            case COMPLETED, DONE, INCOMPLETE ->
                with(EventMember.RESPONSE, response -> new CodexEvent.Terminal(event, response));
            case FAILED, ERROR -> new CodexEvent.Failure(event, members.value(EventMember.RESPONSE));
            case OTHER_PUBLIC -> new CodexEvent.Other(members.string(EventMember.TYPE), route(null), false);
            default -> progress(type);
        };
    }

    private CodexEvent progress(EventType type) {
        ItemKind tool = ToolProgress.item(type);
        return tool == null ? CodexEvent.Ignored.INSTANCE : new CodexEvent.Progress(type, tool, route(null));
    }

    /** Returns where the last event's members lie, its text mended so that it can be sent on one line. */
    public JsonMembers members() {
        return members;
    }

    private boolean scan(byte[] json) {
        original = json;
        if (!members.scan(json)) {
            return false;
        }
        if (members.lineBreaks()) {
            original = JsonRepair.onOneLine(json);
            members.scan(original);
        }
        if (members.unpairedSurrogates()) {
            members.scan(JsonRepair.paired(original));
        }
        return true;
    }

    private CodexEvent fragment(EventType type, Channel channel) {
        JsonText text = members.text(EventMember.DELTA);
        if (text == null) {
            return CodexEvent.Ignored.INSTANCE;
        }
        boolean mended = members.json() != original;
        JsonText asSent = mended ? new JsonText(original, text.from(), text.to(), false) : text;
        return new CodexEvent.Fragment(type, channel, route(channel), asSent);
    }

    private @Nullable JsonText whole(Channel channel) {
        JsonSlice value = members.value(channel.member());
        return value != null && value.isObject() && channel.index() == null
                ? JsonText.of(value.toObject().toString())
                : members.text(channel.member());
    }

    private CodexEvent item(EventType type, JsonSlice item) {
        ItemHead head = ItemHead.of(item);
        return head.type().isEmpty()
                ? CodexEvent.Ignored.INSTANCE
                : new CodexEvent.Item(type, new Route(outputIndex(), idOf(item), 0), head, item);
    }

    private static @Nullable JsonText idOf(JsonSlice item) {
        JsonText id = item.members().text(EventMember.ID);
        return id == null || id.isEmpty() ? null : id;
    }

    private CodexEvent part(EventType type, JsonSlice part) {
        Channel channel = Channel.ofPart(part.members().string(EventMember.TYPE));
        return channel == null
                ? new CodexEvent.Other(type.wireName(), route(Channel.TEXT), true)
                : new CodexEvent.Part(type, channel, route(channel), part);
    }

    private CodexEvent with(JsonName member, Function<JsonSlice, CodexEvent> reading) {
        JsonSlice value = members.value(member);
        return value == null || !value.isObject() ? CodexEvent.Ignored.INSTANCE : reading.apply(value);
    }

    private Route route(@Nullable Channel channel) {
        JsonText itemId = members.text(EventMember.ITEM_ID);
        int part = channel == null || channel.index() == null ? 0 : index(channel.index(), 0);
        return new Route(outputIndex(), itemId == null || itemId.isEmpty() ? null : itemId, part);
    }

    private int outputIndex() {
        return index(EventMember.OUTPUT_INDEX, Route.NONE);
    }

    private int index(JsonName member, int absent) {
        long index = members.integer(member, absent);
        return index < 0 || index > MAX_INDEX ? absent : (int) index;
    }
}
