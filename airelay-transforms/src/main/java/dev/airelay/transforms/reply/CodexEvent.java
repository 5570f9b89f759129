package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonRepair;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The current upstream event, with the values that the encoders need: read in one pass over its bytes, without a tree. One
 * object reads event after event. Texts and slices are views of the event's bytes, and valid as long as these are: for a
 * delta only until the next event. The next event replaces everything else. Not safe for concurrent use.
 *
 * <p>An event whose JSON is malformed is ignored, of any type: its content is repeated in a done event, the complete item or
 * the terminal event, and without a terminal event the reply fails as incomplete.
 */
public final class CodexEvent {

    /** The value for a missing index. */
    public static final int NO_INDEX = -1;

    private static final int MAX_INDEX = 1_000_000;
    private static final Map<EventType, Channel> CHANNEL_OF_DELTA = new EnumMap<>(EventType.class);
    private static final Map<EventType, Channel> CHANNEL_OF_DONE = new EnumMap<>(EventType.class);

    static {
        for (Channel channel : Channel.values()) {
            CHANNEL_OF_DELTA.put(channel.deltaType(), channel);
            CHANNEL_OF_DONE.put(channel.doneType(), channel);
        }
    }

    /** The kind of an event, which determines the accessors that have a value. */
    public enum Kind {
        /** The response is announced; {@link #value} is the response. */
        HANDSHAKE,
        /** An output item begins or is complete: {@link #head}, and {@link #value} is the item. */
        ITEM,
        /** A piece of a channel's text: {@link #channel}, {@link #delta}. */
        DELTA,
        /** A channel's text is complete: {@link #channel}, {@link #whole}, {@link #name}. */
        WHOLE,
        /** A part of an item begins or is complete: {@link #channel}, and {@link #value} is the part. */
        PART,
        /** An output text is annotated: {@link #channel}, and {@link #value} is the annotation. */
        ANNOTATION,
        /** A hosted tool reports progress. */
        PROGRESS,
        /**
         * An event that the relay only forwards: of an unknown type, or about an unknown part, which is then the {@link
         * #value}.
         */
        OTHER,
        /** The turn has ended, complete or incomplete; {@link #value} is the response. */
        TERMINAL,
        /** The turn failed; {@link #value} is the failed response, if the event has one. */
        FAILURE,
        /** Not for clients: an extension, or JSON that is malformed or incomplete for its type. */
        IGNORED
    }

    private final JsonMembers inside = new JsonMembers();
    private final JsonMembers members = new JsonMembers(inside);
    private boolean insideRead;
    /** The text that goes to the client: the event's, or its repaired form. */
    private byte[] original = {};

    private @Nullable UpstreamEvent source;
    private Kind kind = Kind.IGNORED;
    private @Nullable Channel channel;
    private @Nullable JsonText text;
    /** The member with the piece of text. */
    private int delta;

    private @Nullable JsonSlice value;
    private @Nullable ItemHead head;
    private @Nullable ItemKind itemKind;
    private int outputIndex;
    private @Nullable JsonText itemId;
    /** Whether the id has been looked for: most deltas are found by their index. */
    private boolean idLooked;

    private int partIndex;

    /** Reads an event, replacing the last one; returns its kind. */
    public Kind read(UpstreamEvent event) {
        source = event;
        channel = null;
        itemKind = null;
        itemId = null;
        idLooked = false;
        insideRead = false;
        outputIndex = NO_INDEX;
        partIndex = 0;
        text = null;
        value = null;
        head = null;
        EventType type = event.type();
        if (type.extension() || !scan(event)) {
            kind = Kind.IGNORED;
            return kind;
        }
        Channel streamed = CHANNEL_OF_DELTA.get(type);
        kind = streamed == null ? other(type) : delta(streamed);
        return kind;
    }

    private boolean scan(UpstreamEvent event) {
        original = event.bytes();
        if (!members.scan(original, event.from(), event.to())) {
            return false;
        }
        if (members.lineBreaks()) {
            original = JsonRepair.onOneLine(event.json());
            members.scan(original);
        }
        if (members.unpairedSurrogates()) {
            original = original == event.bytes() ? event.json() : original;
            members.scan(JsonRepair.paired(original));
        }
        return true;
    }

    private Kind delta(Channel streamed) {
        delta = members.textMember(EventMember.DELTA);
        if (delta < 0) {
            return Kind.IGNORED;
        }
        within(streamed);
        return Kind.DELTA;
    }

    private Kind other(EventType type) {
        Channel done = CHANNEL_OF_DONE.get(type);
        if (done != null) {
            text = wholeText(done);
            within(done);
            return Kind.WHOLE;
        }
        return switch (type) {
            case CREATED, QUEUED, IN_PROGRESS -> holding(EventMember.RESPONSE, Kind.HANDSHAKE);
            case OUTPUT_ITEM_ADDED, OUTPUT_ITEM_DONE ->
                holding(EventMember.ITEM, Kind.ITEM) == Kind.ITEM ? item() : Kind.IGNORED;
            case CONTENT_PART_ADDED, CONTENT_PART_DONE ->
                holding(EventMember.PART, Kind.PART) == Kind.PART ? contentPart() : Kind.IGNORED;
            case REASONING_SUMMARY_PART_ADDED, REASONING_SUMMARY_PART_DONE -> {
                within(Channel.SUMMARY);
                yield holding(EventMember.PART, Kind.PART);
            }
            case OUTPUT_TEXT_ANNOTATION_ADDED -> {
                within(Channel.TEXT);
                yield holding(EventMember.ANNOTATION, Kind.ANNOTATION);
            }
            case COMPLETED, DONE, INCOMPLETE -> holding(EventMember.RESPONSE, Kind.TERMINAL);
            case FAILED, ERROR -> {
                value = members.value(EventMember.RESPONSE);
                yield Kind.FAILURE;
            }
            case OTHER_PUBLIC -> {
                within(null);
                yield Kind.OTHER;
            }
            default -> progress(type);
        };
    }

    private @Nullable JsonText wholeText(Channel done) {
        JsonSlice member = members.value(done.member());
        return member != null && member.isObject() && done.index() == null
                ? JsonText.of(member.toObject().toString())
                : members.text(done.member());
    }

    private Kind holding(JsonName member, Kind held) {
        value = members.value(member);
        return value == null || !value.isObject() ? Kind.IGNORED : held;
    }

    private Kind item() {
        ItemHead said = ItemHead.of(inside());
        head = said;
        outputIndex = index(EventMember.OUTPUT_INDEX, NO_INDEX);
        itemId = said(inside().text(EventMember.ID));
        idLooked = true;
        partIndex = 0;
        return said.type().isEmpty() ? Kind.IGNORED : Kind.ITEM;
    }

    private Kind contentPart() {
        Channel known = Channel.ofPart(inside().word(EventMember.TYPE));
        within(known == null ? Channel.TEXT : known);
        return known == null ? Kind.OTHER : Kind.PART;
    }

    private Kind progress(EventType type) {
        ItemKind tool = ItemKind.ofProgress(type);
        within(null);
        itemKind = tool;
        return tool == null ? Kind.IGNORED : Kind.PROGRESS;
    }

    /** Records the item, and the part of it, that the event is about. */
    private void within(@Nullable Channel place) {
        channel = place;
        itemKind = place == null ? null : place.item();
        outputIndex = index(EventMember.OUTPUT_INDEX, NO_INDEX);
        JsonName index = place == null ? null : place.index();
        partIndex = index == null ? 0 : index(index, 0);
    }

    private static @Nullable JsonText said(@Nullable JsonText id) {
        return id == null || id.isEmpty() ? null : id;
    }

    private int index(JsonName member, int absent) {
        long index = members.integer(member, absent);
        return index < 0 || index > MAX_INDEX ? absent : (int) index;
    }

    // ---- Values of the last event. An accessor throws if the event's kind does not have its value. ----

    /** Returns the event as received. */
    public UpstreamEvent source() {
        return had(source);
    }

    /** Returns the event's type. */
    public EventType type() {
        return source().type();
    }

    /** Returns the event's type as the upstream names it. */
    public String wireName() {
        return type() == EventType.OTHER_PUBLIC ? members.string(EventMember.TYPE) : type().wireName();
    }

    /** Returns the event's kind. */
    public Kind kind() {
        return kind;
    }

    /** Returns the positions of the event's members in its text, which is converted to one line. */
    public JsonMembers members() {
        return members;
    }

    /** Returns the output index of the event's item, or {@link #NO_INDEX}. */
    public int outputIndex() {
        return outputIndex;
    }

    /** Returns the raw id of the event's item, or null. */
    public @Nullable JsonText itemId() {
        if (!idLooked) {
            idLooked = true;
            itemId = said(members.text(EventMember.ITEM_ID));
        }
        return itemId;
    }

    /** Returns the kind of the event's item. */
    public ItemKind itemKind() {
        return had(itemKind);
    }

    /** Returns the index of the event's part in its item; 0 by default. */
    public int partIndex() {
        return partIndex;
    }

    /** Returns the event's channel. */
    public Channel channel() {
        return had(channel);
    }

    /** Returns the piece of text. */
    public JsonText delta() {
        if (text == null && kind == Kind.DELTA) {
            JsonText piece = members.text(delta);
            text = repaired() ? new JsonText(original, piece.from(), piece.to(), false) : piece;
        }
        return had(text);
    }

    /**
     * Appends the piece of text unchanged, without an object for it, unless it may contain half a character.
     *
     * @return its size in bytes, or -1 if it was not appended
     */
    int copyDelta(JsonBuffer to) {
        return repaired() ? -1 : members.copyText(delta, to);
    }

    private boolean repaired() {
        return members.json() != original;
    }

    /** Returns the whole text, or null if the upstream omitted it. */
    public @Nullable JsonText whole() {
        return text;
    }

    /** Returns the tool's name if an event for a whole text has it, otherwise empty text. */
    public String name() {
        return members.string(EventMember.NAME);
    }

    /** Returns the item's head. */
    public ItemHead head() {
        return had(head);
    }

    /** Returns whether the event has a {@link #value}. */
    public boolean hasValue() {
        return value != null;
    }

    /** Returns the event's response, item, part or annotation. */
    public JsonSlice value() {
        return had(value);
    }

    /** Returns the positions of the members of the value, which is an object. */
    public JsonMembers inside() {
        if (!insideRead) {
            insideRead = true;
            JsonSlice object = value();
            if (!inside.of(object)) {
                inside.scan(object.bytes(), object.from(), object.to());
            }
        }
        return inside;
    }

    private static <T> T had(@Nullable T said) {
        return Objects.requireNonNull(said, "an event of another kind");
    }
}
