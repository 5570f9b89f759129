package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.EventMember;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes the events of one Responses stream, each in one write, numbered without gaps. Set the members of the next event,
 * then send it: on its own, or merged into an upstream event.
 */
final class EventFrames {

    private static final int EVENT_PREFIX = "event: ".length();
    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_ARRAY = {'[', ']'};
    /** The members of no upstream event. It never scans a text, so all threads may read it. */
    private static final JsonMembers NOTHING = new JsonMembers(0);

    private static final Map<EventType, byte[]> EVENT_LINES = new EnumMap<>(EventType.class);

    static {
        for (EventType type : EventType.values()) {
            EVENT_LINES.put(type, ("event: " + type.wireName()).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Edits edits = Edits.OF_THREAD.get();
    private final Model model = new Model();
    private byte[] eventLine = {};
    private ByteSink out = (bytes, offset, length) -> {};
    private long sequenceNumber;

    /** Creates a writer of a stream from its beginning. */
    EventFrames() {
        this(0);
    }

    /** Creates a writer of the events from {@code sequenceNumber} on. */
    EventFrames(long sequenceNumber) {
        this.sequenceNumber = sequenceNumber;
    }

    /** Sets the sink of the next events. */
    void direct(ByteSink sink) {
        out = sink;
    }

    /** Begins the next event. */
    EventFrames event(EventType type) {
        eventLine = line(type);
        return begun();
    }

    /** Begins the next event, of a type that has no constant. */
    EventFrames event(String wireName) {
        eventLine = ("event: " + wireName).getBytes(StandardCharsets.US_ASCII);
        return begun();
    }

    private EventFrames begun() {
        edits = Edits.OF_THREAD.get();
        edits.clear();
        edits.set(EventMember.TYPE)
                .raw('"')
                .raw(eventLine, EVENT_PREFIX, eventLine.length)
                .raw('"');
        edits.set(EventMember.SEQUENCE_NUMBER).number(sequenceNumber++);
        return this;
    }

    EventFrames set(JsonName name, long value) {
        edits.set(name).number(value);
        return this;
    }

    EventFrames set(JsonName name, JsonText text) {
        edits.set(name).quoted(text);
        return this;
    }

    EventFrames set(JsonName name, JsonNode tree) {
        edits.set(name).tree(tree);
        return this;
    }

    EventFrames set(JsonName name, JsonSlice value) {
        edits.set(name, value);
        return this;
    }

    EventFrames fill(JsonName name, long value) {
        edits.fill(name).number(value);
        return this;
    }

    EventFrames fill(JsonName name, JsonText text) {
        edits.fill(name).quoted(text);
        return this;
    }

    EventFrames fillWithEmptyArray(JsonName name) {
        edits.fill(name).raw(EMPTY_ARRAY);
        return this;
    }

    /** Keeps a member as the upstream wrote it, once. */
    EventFrames keep(JsonName name) {
        edits.keep(name);
        return this;
    }

    EventFrames drop(JsonName name) {
        edits.drop(name);
        return this;
    }

    /** Sends an event of the members set. */
    void send() {
        send(NOTHING);
    }

    /** Sends an upstream event with the set members merged into its own. */
    void send(JsonMembers upstream) {
        JsonBuffer frame = JsonBuffer.borrow();
        try {
            compose(upstream, frame, null);
            frame.writeTo(out);
        } finally {
            frame.giveBack();
        }
    }

    /** Sends an event like {@link #send(JsonMembers)}, which {@link #again} can repeat with another piece. */
    void sendAsModel(JsonMembers upstream) {
        JsonBuffer frame = JsonBuffer.borrow();
        try {
            model.begin();
            compose(upstream, frame, model);
            model.end(upstream, frame);
            frame.writeTo(out);
        } finally {
            frame.giveBack();
        }
    }

    private void compose(JsonMembers upstream, JsonBuffer frame, @Nullable Model noted) {
        frame.raw(eventLine).raw(DATA);
        try {
            edits.apply(upstream, frame, noted);
        } finally {
            // They belong to the thread, which must not retain an event after it was written.
            edits.clear();
        }
        frame.raw(END);
    }

    /**
     * Sends the last model with the next number and the kept member of another upstream event, if the two have nothing else
     * that differs: true for nearly all deltas, whose text around their piece is then copied at once.
     *
     * @param upstream an event for which the caller would set the same members as for the model
     */
    boolean again(JsonMembers upstream) {
        if (!model.fits(upstream)) {
            return false;
        }
        JsonBuffer frame = JsonBuffer.borrow();
        try {
            model.write(upstream, sequenceNumber++, frame);
            frame.writeTo(out);
        } finally {
            frame.giveBack();
        }
        return true;
    }

    /** The text of an event, and where the next one differs from it. */
    private static final class Model {

        private static final int NONE = -1;

        private @Nullable JsonMembers source;
        private int layout;
        private byte[] text = {};
        private int numberFrom;
        private int numberTo;
        private int piece;
        private int pieceFrom;
        private int pieceTo;
        private boolean repeatable;
        private int forwarded;
        private final int[] members = new int[Edits.MAX_EDITS];
        private final int[] starts = new int[Edits.MAX_EDITS];
        private final int[] ends = new int[Edits.MAX_EDITS];

        void begin() {
            layout = 0;
            piece = NONE;
            forwarded = 0;
            repeatable = true;
        }

        /** Notes the place of the event's number. */
        void number(int from, int to) {
            numberFrom = from;
            numberTo = to;
        }

        /** Notes the member that the next event has another value of. */
        void piece(int member, int from, int to) {
            piece = member;
            pieceFrom = from;
            pieceTo = to;
        }

        /** Notes a member that the next event must have with the same value. */
        void forwarded(int member, int from, int to) {
            if (forwarded == Edits.MAX_EDITS) {
                repeatable = false;
                return;
            }
            members[forwarded] = member;
            starts[forwarded] = from;
            ends[forwarded] = to;
            forwarded++;
        }

        /** Notes that the event has a value in place of {@code null}, where the next one may have another. */
        void replaced() {
            repeatable = false;
        }

        void end(JsonMembers upstream, JsonBuffer event) {
            if (repeatable && piece != NONE && upstream.layout() != 0) {
                source = upstream;
                layout = upstream.layout();
                text = event.toArray();
            }
        }

        boolean fits(JsonMembers upstream) {
            if (layout == 0 || upstream != source || upstream.layout() != layout) {
                return false;
            }
            for (int i = 0; i < forwarded; i++) {
                if (!upstream.hasValue(members[i], text, starts[i], ends[i])) {
                    return false;
                }
            }
            return true;
        }

        void write(JsonMembers upstream, long number, JsonBuffer to) {
            if (numberFrom < pieceFrom) {
                to.raw(text, 0, numberFrom).number(number).raw(text, numberTo, pieceFrom);
                upstream.copyValue(piece, to).raw(text, pieceTo, text.length);
            } else {
                to.raw(text, 0, pieceFrom);
                upstream.copyValue(piece, to).raw(text, pieceTo, numberFrom);
                to.number(number).raw(text, numberTo, text.length);
            }
        }
    }

    private static byte[] line(EventType type) {
        byte[] line = EVENT_LINES.get(type);
        if (line == null) {
            throw new IllegalArgumentException("no event line for " + type);
        }
        return line;
    }

    /** Sends the end of the stream. */
    void done() {
        out.write(DONE, 0, DONE.length);
    }

    /** The changes of one event: members set, added if absent, kept or dropped. */
    private static final class Edits {

        /** Reused for all events of a thread: an event is begun and written before another one begins. */
        private static final ThreadLocal<Edits> OF_THREAD = ThreadLocal.withInitial(Edits::new);

        private enum Kind {
            SET,
            FILL,
            KEEP,
            DROP
        }

        private static final int MAX_EDITS = 16;

        private final JsonName[] names = new JsonName[MAX_EDITS];
        private final Kind[] kinds = new Kind[MAX_EDITS];
        private final int[] ends = new int[MAX_EDITS];
        /** The values that are not copied into {@link #values}: they may be large. */
        private final @Nullable JsonSlice[] slices = new JsonSlice[MAX_EDITS];

        private final boolean[] met = new boolean[MAX_EDITS];
        private final JsonBuffer values = new JsonBuffer();
        /** Notes what is written where; null for nobody. */
        private @Nullable Model noted;

        private int count;

        /** Removes all edits. */
        void clear() {
            Arrays.fill(slices, 0, count, null);
            noted = null;
            count = 0;
            values.clear();
        }

        /** Begins the edit that gives a member another value; the caller appends that value. */
        JsonBuffer set(JsonName name) {
            return add(name, Kind.SET);
        }

        /** Gives a member another value, which must not be changed until the event is sent. */
        void set(JsonName name, JsonSlice value) {
            add(name, Kind.SET);
            slices[count - 1] = value;
        }

        /** Begins the edit that gives an absent member a value; the caller appends that value. */
        JsonBuffer fill(JsonName name) {
            return add(name, Kind.FILL);
        }

        /** Keeps a member unchanged. */
        void keep(JsonName name) {
            add(name, Kind.KEEP);
        }

        /** Removes a member. */
        void drop(JsonName name) {
            add(name, Kind.DROP);
        }

        private JsonBuffer add(JsonName name, Kind kind) {
            close();
            names[count] = name;
            kinds[count] = kind;
            count++;
            return values;
        }

        private void close() {
            if (count > 0) {
                ends[count - 1] = values.length();
            }
        }

        /** Writes the edited object. */
        void apply(JsonMembers members, JsonBuffer to, @Nullable Model notes) {
            noted = notes;
            close();
            Arrays.fill(met, false);
            to.raw('{');
            int start = to.length();
            for (int i = 0; i < members.count(); i++) {
                int edit = find(members, i);
                if (edit < 0) {
                    comma(to, start);
                    forward(members, i, to);
                } else if (!met[edit]) {
                    met[edit] = true;
                    replace(members, i, edit, to, start);
                }
            }
            append(to, start);
            to.raw('}');
        }

        private void replace(JsonMembers members, int member, int edit, JsonBuffer to, int start) {
            switch (kinds[edit]) {
                case SET -> value(edit, to, start);
                case FILL -> {
                    if (members.has(names[edit])) {
                        comma(to, start);
                        forward(members, member, to);
                    } else {
                        value(edit, to, start);
                        if (noted != null) {
                            noted.replaced();
                        }
                    }
                }
                case KEEP -> {
                    comma(to, start);
                    members.copy(member, to);
                    if (noted != null) {
                        noted.piece(member, to.length() - members.valueLength(member), to.length());
                    }
                }
                case DROP -> {
                    // The member is removed.
                }
            }
        }

        private void forward(JsonMembers members, int member, JsonBuffer to) {
            members.copy(member, to);
            if (noted != null) {
                noted.forwarded(member, to.length() - members.valueLength(member), to.length());
            }
        }

        private void append(JsonBuffer to, int start) {
            for (int edit = 0; edit < count; edit++) {
                if (!met[edit] && (kinds[edit] == Kind.SET || kinds[edit] == Kind.FILL)) {
                    value(edit, to, start);
                }
            }
        }

        private void value(int edit, JsonBuffer to, int start) {
            comma(to, start);
            JsonSlice slice = slices[edit];
            to.name(names[edit]);
            int from = to.length();
            if (slice == null) {
                to.raw(values, edit == 0 ? 0 : ends[edit - 1], ends[edit]);
            } else {
                to.raw(slice);
            }
            if (noted != null && names[edit] == EventMember.SEQUENCE_NUMBER) {
                noted.number(from, to.length());
            }
        }

        private static void comma(JsonBuffer to, int start) {
            if (to.length() > start) {
                to.raw(',');
            }
        }

        private int find(JsonMembers members, int member) {
            for (int edit = 0; edit < count; edit++) {
                if (members.named(member, names[edit])) {
                    return edit;
                }
            }
            return -1;
        }
    }
}
