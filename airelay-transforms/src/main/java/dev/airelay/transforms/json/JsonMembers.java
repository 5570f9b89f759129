package dev.airelay.transforms.json;

import dev.airelay.base.ByteScan;
import dev.airelay.base.TextCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The positions of the members of one JSON object in its text, found in one pass that checks the whole text and builds no
 * tree.
 *
 * <p>Reused for many texts; its results are views of the text. Names are compared without decoding, so a name written with
 * escapes is not found. The bytes must be valid UTF-8. Linear in the bytes; nesting is bounded. Not safe for concurrent use.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class JsonMembers {

    private static final int MALFORMED = -1;

    /** Deeper nesting counts as malformed, so that a hostile upstream cannot exhaust the stack. */
    private static final int MAX_DEPTH = 500;

    private static final int USUAL_MEMBERS = 10;

    private static final TextCache<String> NAMES =
            new TextCache<>((bytes, from, to) -> new JsonText(bytes, from, to, true).toString());

    private byte[] json = {};
    private int start;
    private int end;
    private int[] offsets;
    private int count;
    private boolean spaced;
    private boolean lineBreaks;
    private boolean unpairedSurrogates;
    /** From the second text on. */
    private @Nullable Layout layout;

    private boolean used;
    /** Receives the members of the last member that is an object; null for nobody. */
    private final @Nullable JsonMembers inner;

    /** Creates a scanner without a text. */
    public JsonMembers() {
        this(USUAL_MEMBERS);
    }

    /** Creates a scanner with room for this many members; more find room too. */
    public JsonMembers(int expected) {
        this(expected, null);
    }

    /**
     * Creates a scanner that also finds the members of an object in the object, in the same pass.
     *
     * @param inner receives those of the last member that is an object
     */
    public JsonMembers(JsonMembers inner) {
        this(USUAL_MEMBERS, inner);
    }

    private JsonMembers(int expected, @Nullable JsonMembers inner) {
        this.offsets = new int[4 * expected];
        this.inner = inner;
    }

    /** Scans a whole text. Returns false when it is not exactly one JSON object; there are no members then. */
    public boolean scan(byte[] text) {
        return scan(text, 0, text.length);
    }

    /** Scans the object from {@code from} to before {@code to}; see {@link #scan(byte[])}. */
    public boolean scan(byte[] text, int from, int to) {
        json = text;
        start = from;
        end = to;
        begin();
        if (inner != null) {
            inner.start = -1;
        }
        Layout before = layout;
        if (before != null && before.repeated(from)) {
            return true;
        }
        begin();
        int i = whitespace(from);
        i = at(i, '{') ? members(whitespace(i + 1), 0) : MALFORMED;
        if (i < 0 || whitespace(i) != to) {
            count = 0;
            if (before != null) {
                before.forget();
            }
            return false;
        }
        if (before != null) {
            before.remember(from);
        } else if (used) {
            layout = new Layout();
            layout.remember(from);
        }
        used = true;
        return true;
    }

    private void begin() {
        count = 0;
        spaced = false;
        lineBreaks = false;
        unpairedSurrogates = false;
    }

    // ---- The grammar. Each method takes the offset of a token and returns the one after it, or MALFORMED. ----

    private int members(int from, int depth) {
        int i = from;
        if (at(i, '}')) {
            return i + 1;
        }
        while (true) {
            int name = i;
            int nameEnd = at(name, '"') ? string(name) : MALFORMED;
            int value = separator(nameEnd, ':');
            int valueEnd = value < 0 ? MALFORMED : valueOfMember(value, depth);
            if (valueEnd < 0) {
                return MALFORMED;
            }
            add(name + 1, nameEnd - 1, value, valueEnd);
            i = whitespace(valueEnd);
            if (at(i, '}')) {
                return i + 1;
            }
            i = separator(i, ',');
        }
    }

    private int valueOfMember(int from, int depth) {
        return inner != null && at(from, '{') ? inner.within(this, from) : value(from, depth);
    }

    /** Scans an object in {@code outer}, whose flags count the text of both. */
    private int within(JsonMembers outer, int from) {
        begin();
        if (layout != null) {
            layout.forget();
        }
        json = outer.json;
        start = from;
        end = outer.end;
        int to = members(whitespace(from + 1), 1);
        outer.spaced |= spaced;
        outer.lineBreaks |= lineBreaks;
        outer.unpairedSurrogates |= unpairedSurrogates;
        return to;
    }

    private void add(int name, int nameEnd, int value, int valueEnd) {
        int at = count * 4;
        if (at == offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(4, at) * 4);
        }
        offsets[at] = name;
        offsets[at + 1] = nameEnd;
        offsets[at + 2] = value;
        offsets[at + 3] = valueEnd;
        count++;
    }

    private int whitespace(int from) {
        // Nearly always none.
        return from < end && json[from] > ' ' ? from : spaces(from);
    }

    private int spaces(int from) {
        int i = from;
        while (i < end) {
            byte b = json[i];
            if (b == '\n' || b == '\r') {
                lineBreaks = true;
            } else if (b != ' ' && b != '\t') {
                break;
            }
            i++;
        }
        spaced |= i > from;
        return i;
    }

    private int value(int from, int depth) {
        if (from >= end || depth > MAX_DEPTH) {
            return MALFORMED;
        }
        return switch (json[from]) {
            case '"' -> string(from);
            case '{' -> object(from, depth);
            case '[' -> array(from, depth);
            case 't' -> literal(from, "true");
            case 'f' -> literal(from, "false");
            case 'n' -> literal(from, "null");
            default -> number(from);
        };
    }

    private int object(int from, int depth) {
        int i = whitespace(from + 1);
        if (at(i, '}')) {
            return i + 1;
        }
        while (true) {
            i = at(i, '"') ? string(i) : MALFORMED;
            i = separator(i, ':');
            i = i < 0 ? MALFORMED : value(i, depth + 1);
            if (i < 0) {
                return MALFORMED;
            }
            i = whitespace(i);
            if (at(i, '}')) {
                return i + 1;
            }
            i = separator(i, ',');
        }
    }

    private int array(int from, int depth) {
        int i = whitespace(from + 1);
        if (at(i, ']')) {
            return i + 1;
        }
        while (true) {
            i = i < 0 ? MALFORMED : value(i, depth + 1);
            if (i < 0) {
                return MALFORMED;
            }
            i = whitespace(i);
            if (at(i, ']')) {
                return i + 1;
            }
            i = separator(i, ',');
        }
    }

    /** Returns the offset after {@code separator} and the whitespace around it. */
    private int separator(int from, char separator) {
        if (from < 0) {
            return MALFORMED;
        }
        int i = whitespace(from);
        return at(i, separator) ? whitespace(i + 1) : MALFORMED;
    }

    private boolean at(int i, char expected) {
        return i >= 0 && i < end && json[i] == expected;
    }

    /** Scans a string from its opening quote. */
    private int string(int from) {
        int i = ByteScan.plainEnd(json, from + 1, end);
        while (i < end) {
            if (json[i] == '"') {
                return i + 1;
            }
            i = json[i] == '\\' ? escape(i) : MALFORMED;
            if (i < 0) {
                return MALFORMED;
            }
            i = ByteScan.plainEnd(json, i, end);
        }
        return MALFORMED;
    }

    private int escape(int from) {
        if (from + 1 >= end) {
            return MALFORMED;
        }
        return switch (json[from + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 2;
            case 'u' -> unicodeEscape(from);
            default -> MALFORMED;
        };
    }

    private int unicodeEscape(int from) {
        int unit = Escapes.unit(json, from, end);
        if (unit < 0) {
            return MALFORMED;
        }
        if (!Character.isSurrogate((char) unit)) {
            return from + Escapes.UNICODE_LENGTH;
        }
        int next = Escapes.unit(json, from + Escapes.UNICODE_LENGTH, end);
        if (Character.isHighSurrogate((char) unit) && next >= 0 && Character.isLowSurrogate((char) next)) {
            return from + 2 * Escapes.UNICODE_LENGTH;
        }
        unpairedSurrogates = true;
        return from + Escapes.UNICODE_LENGTH;
    }

    private int literal(int from, String text) {
        if (end - from < text.length()) {
            return MALFORMED;
        }
        for (int i = 0; i < text.length(); i++) {
            if (json[from + i] != text.charAt(i)) {
                return MALFORMED;
            }
        }
        return from + text.length();
    }

    private int number(int from) {
        int i = at(from, '-') ? from + 1 : from;
        int integer = i;
        i = digits(i);
        if (i < 0 || (json[integer] == '0' && i > integer + 1)) {
            return MALFORMED;
        }
        if (at(i, '.')) {
            i = digits(i + 1);
        }
        if (at(i, 'e') || at(i, 'E')) {
            i++;
            i = digits(at(i, '+') || at(i, '-') ? i + 1 : i);
        }
        return i;
    }

    private int digits(int from) {
        int i = from;
        while (i < end && json[i] >= '0' && json[i] <= '9') {
            i++;
        }
        return i == from ? MALFORMED : i;
    }

    /** Returns the elements of an array; those before the first that is malformed. */
    static List<JsonSlice> elements(JsonSlice array) {
        JsonMembers scan = new JsonMembers(0);
        scan.json = array.bytes();
        scan.end = array.to();
        List<JsonSlice> elements = new ArrayList<>(2);
        int from = scan.whitespace(array.from() + 1);
        while (!scan.at(from, ']')) {
            int to = scan.value(from, 0);
            if (to < 0) {
                return elements;
            }
            elements.add(new JsonSlice(scan.json, from, to));
            from = scan.whitespace(to);
            from = scan.at(from, ',') ? scan.whitespace(from + 1) : from;
        }
        return elements;
    }

    // ---- Results. ----

    /** Returns whether these are the members of this object, found in a pass over the text around it. */
    public boolean of(JsonSlice object) {
        return json == object.bytes() && start == object.from();
    }

    /** Returns the same members of the same text, independent of later scans. */
    public JsonMembers kept() {
        JsonMembers copy = new JsonMembers(count);
        copy.json = json;
        copy.start = start;
        copy.end = end;
        copy.count = count;
        copy.spaced = spaced;
        copy.lineBreaks = lineBreaks;
        copy.unpairedSurrogates = unpairedSurrogates;
        System.arraycopy(offsets, 0, copy.offsets, 0, 4 * count);
        return copy;
    }

    /** Returns a number that is the same for texts with the same members; 0 if that is not known. */
    public int layout() {
        return layout == null || layout.members == 0 ? 0 : layout.number;
    }

    /** Returns whether the text has white space between its tokens. */
    public boolean spaced() {
        return spaced;
    }

    /** Returns whether the text has line breaks between its tokens, so that it cannot be sent as one data line. */
    public boolean lineBreaks() {
        return lineBreaks;
    }

    /** Returns whether a string of the text contains an escaped surrogate without its other half. */
    public boolean unpairedSurrogates() {
        return unpairedSurrogates;
    }

    /** Returns the scanned text. Must not be changed. */
    public byte[] json() {
        return json;
    }

    /** Returns the number of members. */
    public int count() {
        return count;
    }

    /** Returns whether member {@code i} has this name. */
    public boolean named(int i, JsonName name) {
        byte[] wanted = name.bytes;
        int from = offsets[i * 4];
        int to = offsets[i * 4 + 1];
        // Called dozens of times for each event, mostly without a match.
        return to - from == wanted.length
                && json[to - 1] == wanted[wanted.length - 1]
                && Arrays.equals(json, from, to, wanted, 0, wanted.length);
    }

    /**
     * Returns whether every name is written without escapes and stands only once, so that a tree has the same members. Looks
     * at each pair: for objects of a dozen members.
     */
    public boolean plainNames() {
        for (int i = 0; i < count; i++) {
            int from = offsets[i * 4];
            int to = offsets[i * 4 + 1];
            for (int at = from; at < to; at++) {
                if (json[at] == '\\') {
                    return false;
                }
            }
            for (int other = 0; other < i; other++) {
                if (Arrays.equals(json, from, to, json, offsets[other * 4], offsets[other * 4 + 1])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the name of member {@code i}. */
    public String name(int i) {
        return NAMES.decoded(json, offsets[i * 4], offsets[i * 4 + 1]);
    }

    /** Returns the value of member {@code i}. */
    public JsonSlice value(int i) {
        return new JsonSlice(json, offsets[i * 4 + 2], offsets[i * 4 + 3]);
    }

    /** Returns whether {@code other} has the same text as this one's member {@code i} in the same place. */
    public boolean sameMember(int i, JsonMembers other) {
        return i < other.count
                && Arrays.equals(
                        json,
                        offsets[i * 4],
                        offsets[i * 4 + 3],
                        other.json,
                        other.offsets[i * 4],
                        other.offsets[i * 4 + 3]);
    }

    /** Appends member {@code i}, name and value, unchanged. */
    public void copy(int i, JsonBuffer to) {
        to.raw(json, offsets[i * 4] - 1, offsets[i * 4 + 1] + 1).raw(':');
        to.raw(json, offsets[i * 4 + 2], offsets[i * 4 + 3]);
    }

    /** Appends the value of member {@code i} unchanged. */
    public JsonBuffer copyValue(int i, JsonBuffer to) {
        return to.raw(json, offsets[i * 4 + 2], offsets[i * 4 + 3]);
    }

    /** Returns the length of the value of member {@code i} in bytes. */
    public int valueLength(int i) {
        return offsets[i * 4 + 3] - offsets[i * 4 + 2];
    }

    /** Returns whether the value of member {@code i} is the text from {@code from} to before {@code to}. */
    public boolean hasValue(int i, byte[] text, int from, int to) {
        return Arrays.equals(json, offsets[i * 4 + 2], offsets[i * 4 + 3], text, from, to);
    }

    /** Returns whether there is a value of this name that is not {@code null}. */
    public boolean has(JsonName name) {
        return find(name) >= 0;
    }

    /** Returns the first member of this name, or -1 when there is none or it is {@code null}. */
    private int find(JsonName name) {
        int i = layout == null ? first(name) : layout.place(name);
        return i < 0 || json[offsets[i * 4 + 2]] == 'n' ? -1 : i;
    }

    private int first(JsonName name) {
        for (int i = 0; i < count; i++) {
            if (named(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the value of this name, or null when there is none or it is {@code null}. */
    public @Nullable JsonSlice value(JsonName name) {
        int i = find(name);
        return i < 0 ? null : new JsonSlice(json, offsets[i * 4 + 2], offsets[i * 4 + 3]);
    }

    /** Returns the raw string of this name, or null if there is none. */
    public @Nullable JsonText text(JsonName name) {
        int i = textMember(name);
        return i < 0 ? null : text(i);
    }

    /** Returns the index of the member with this name and a string value, or -1 if there is none. */
    public int textMember(JsonName name) {
        int i = find(name);
        return i >= 0 && json[offsets[i * 4 + 2]] == '"' ? i : -1;
    }

    /** Returns the string of member {@code i}, unchanged. */
    public JsonText text(int i) {
        return new JsonText(json, offsets[i * 4 + 2] + 1, offsets[i * 4 + 3] - 1, !unpairedSurrogates);
    }

    /** Appends the string of member {@code i}, unchanged and without quotes; returns how many bytes it has. */
    public int copyText(int i, JsonBuffer to) {
        int from = offsets[i * 4 + 2] + 1;
        int end = offsets[i * 4 + 3] - 1;
        to.raw(json, from, end);
        return end - from;
    }

    /** Returns the string of this name, or empty text when there is none. */
    public String string(JsonName name) {
        JsonText text = text(name);
        return text == null ? "" : text.toString();
    }

    /**
     * Returns the same as {@link #string}, for a member that has one of a few values, such as a type: usually without a new
     * string.
     */
    public String word(JsonName name) {
        int i = textMember(name);
        return i < 0 ? "" : NAMES.decoded(json, offsets[i * 4 + 2] + 1, offsets[i * 4 + 3] - 1);
    }

    /** Returns a tree of the members of these names that are not {@code null}. */
    public ObjectNode toObject(List<JsonName> names) {
        ObjectNode picked = Json.object();
        for (JsonName name : names) {
            int i = find(name);
            if (i >= 0 && json[offsets[i * 4 + 2]] == '"') {
                picked.put(name.text(), string(name));
            } else if (i >= 0) {
                picked.set(name.text(), value(i).toNode());
            }
        }
        return picked;
    }

    /** Returns the integer of this name, or {@code absent} when there is none that fits. */
    public long integer(JsonName name, long absent) {
        int member = find(name);
        return member < 0 ? absent : integer(json, offsets[member * 4 + 2], offsets[member * 4 + 3], absent);
    }

    static long integer(byte[] json, int from, int to, long absent) {
        int digits = json[from] == '-' ? from + 1 : from;
        long number = 0;
        int i = digits;
        while (i < to && i - digits < 18 && json[i] >= '0' && json[i] <= '9') {
            number = number * 10 + (json[i] - '0');
            i++;
        }
        boolean whole = i == to || json[i] == '.';
        return i == digits || !whole ? absent : from == digits ? number : -number;
    }

    /**
     * The names of the last text's members, with the punctuation around them. Nearly all events of a stream have the members
     * of the event before, so their names are compared instead of scanned, and a name that was looked for has its place.
     */
    private final class Layout {
        private static final int MOST_MEMBERS = 12;
        private static final int MOST_NAMES = 16;

        /** The text between two values each: a comma or brace, the name in quotes, a colon. */
        private byte[] gaps = {};

        private final int[] gapEnds = new int[MOST_MEMBERS];
        private int members;
        private int number;
        private final @Nullable JsonName[] names = new JsonName[MOST_NAMES];
        private final int[] places = new int[MOST_NAMES];
        private int found;

        /** Scans a text with the same members; false if it has others. */
        boolean repeated(int from) {
            int gap = 0;
            int i = from;
            for (int member = 0; member < members; member++) {
                int value = i + gapEnds[member] - gap;
                if (value > end || !Arrays.equals(json, i, value, gaps, gap, gapEnds[member])) {
                    return false;
                }
                int valueEnd = valueOfMember(value, 0);
                if (valueEnd < 0) {
                    return false;
                }
                add(i + 2, value - 2, value, valueEnd);
                gap = gapEnds[member];
                i = valueEnd;
            }
            return members > 0 && at(i, '}') && i + 1 == end;
        }

        /** Remembers the members of a text without white space between them. */
        void remember(int from) {
            forget();
            if (unpairedSurrogates) {
                // One of them may be in a name, which is not scanned again.
                return;
            }
            int length = 0;
            int last = from;
            for (int i = 0; i < count && i < MOST_MEMBERS; i++) {
                length += offsets[i * 4 + 2] - last;
                last = offsets[i * 4 + 3];
            }
            if (count > MOST_MEMBERS || last + 1 != end) {
                return;
            }
            gaps = gaps.length < length ? new byte[length] : gaps;
            int gap = 0;
            last = from;
            for (int i = 0; i < count; i++) {
                int name = offsets[i * 4];
                int value = offsets[i * 4 + 2];
                if (name != last + 2 || value != offsets[i * 4 + 1] + 2) {
                    return;
                }
                System.arraycopy(json, last, gaps, gap, value - last);
                gap += value - last;
                gapEnds[i] = gap;
                last = offsets[i * 4 + 3];
            }
            members = count;
            number++;
        }

        void forget() {
            members = 0;
            found = 0;
        }

        /** Returns the first member of this name, or -1 if there is none. */
        int place(JsonName name) {
            for (int i = 0; i < found; i++) {
                if (names[i] == name) {
                    return places[i];
                }
            }
            int place = first(name);
            if (members > 0 && found < MOST_NAMES) {
                names[found] = name;
                places[found] = place;
                found++;
            }
            return place;
        }
    }
}
