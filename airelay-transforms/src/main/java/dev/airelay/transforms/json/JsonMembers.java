package dev.airelay.transforms.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of one JSON object lie in its text: one pass that checks the whole text and builds no tree.
 *
 * <p>Reused from text to text; what it hands out are views of the text. Names are compared as they stand, so a name
 * written with escapes is not found. Not safe for concurrent use.
 */
public final class JsonMembers {

    private byte[] json = {};
    private int[] offsets = new int[64];
    private int count;
    private boolean lineBreaks;
    private boolean unpairedSurrogates;

    /** Scans a whole text. Returns false when it is not exactly one JSON object; there are no members then. */
    public boolean scan(byte[] text) {
        return scan(text, 0, text.length);
    }

    /** Scans the object from {@code from} to before {@code to}; see {@link #scan(byte[])}. */
    public boolean scan(byte[] text, int from, int to) {
        json = text;
        count = 0;
        JsonScanner scanner = new JsonScanner(text, to);
        int i = scanner.whitespace(from);
        i = scanner.at(i, '{') ? members(scanner, scanner.whitespace(i + 1)) : JsonScanner.MALFORMED;
        lineBreaks = scanner.lineBreaks();
        unpairedSurrogates = scanner.unpairedSurrogates();
        if (i < 0 || scanner.whitespace(i) != to) {
            count = 0;
            return false;
        }
        return true;
    }

    private int members(JsonScanner scanner, int from) {
        int i = from;
        if (scanner.at(i, '}')) {
            return i + 1;
        }
        while (true) {
            int name = i;
            int nameEnd = scanner.at(name, '"') ? scanner.string(name) : JsonScanner.MALFORMED;
            int value = scanner.separator(nameEnd, ':');
            int valueEnd = value < 0 ? JsonScanner.MALFORMED : scanner.value(value);
            if (valueEnd < 0) {
                return JsonScanner.MALFORMED;
            }
            add(name + 1, nameEnd - 1, value, valueEnd);
            i = scanner.whitespace(valueEnd);
            if (scanner.at(i, '}')) {
                return i + 1;
            }
            i = scanner.separator(i, ',');
        }
    }

    private void add(int name, int nameEnd, int value, int valueEnd) {
        int at = count * 4;
        if (at == offsets.length) {
            offsets = Arrays.copyOf(offsets, at * 2);
        }
        offsets[at] = name;
        offsets[at + 1] = nameEnd;
        offsets[at + 2] = value;
        offsets[at + 3] = valueEnd;
        count++;
    }

    /** Returns whether the text has line breaks between its tokens, so that it cannot be sent as one data line. */
    public boolean lineBreaks() {
        return lineBreaks;
    }

    /** Returns whether a string of the text holds an escaped surrogate without its other half. */
    public boolean unpairedSurrogates() {
        return unpairedSurrogates;
    }

    /** Returns the scanned text. Must not be changed. */
    public byte[] json() {
        return json;
    }

    /** Returns how many members there are. */
    public int count() {
        return count;
    }

    /** Returns whether member {@code i} has this name. */
    public boolean named(int i, JsonName name) {
        return name.matches(json, offsets[i * 4], offsets[i * 4 + 1]);
    }

    /** Appends member {@code i}, name and value, as it stands. */
    public void copy(int i, JsonBuffer to) {
        to.raw(json, offsets[i * 4] - 1, offsets[i * 4 + 1] + 1).raw(':');
        to.raw(json, offsets[i * 4 + 2], offsets[i * 4 + 3]);
    }

    /** Returns the value of this name, or null when there is none or it is {@code null}. */
    public @Nullable JsonSlice value(JsonName name) {
        for (int i = 0; i < count; i++) {
            if (named(i, name)) {
                int from = offsets[i * 4 + 2];
                return json[from] == 'n' ? null : new JsonSlice(json, from, offsets[i * 4 + 3]);
            }
        }
        return null;
    }

    /** Returns the string of this name as it stands, or null when there is none. */
    public @Nullable JsonText text(JsonName name) {
        JsonSlice value = value(name);
        return value == null || json[value.from()] != '"'
                ? null
                : new JsonText(json, value.from() + 1, value.to() - 1, !unpairedSurrogates);
    }

    /** Returns the string of this name, or empty text when there is none. */
    public String string(JsonName name) {
        JsonText text = text(name);
        return text == null ? "" : text.toString();
    }

    /** Returns the integer of this name, or {@code absent} when there is none that fits. */
    public long integer(JsonName name, long absent) {
        JsonSlice value = value(name);
        if (value == null) {
            return absent;
        }
        int from = value.from();
        int digits = json[from] == '-' ? from + 1 : from;
        long number = 0;
        int i = digits;
        while (i < value.to() && i - digits < 18 && json[i] >= '0' && json[i] <= '9') {
            number = number * 10 + (json[i] - '0');
            i++;
        }
        boolean whole = i == value.to() || json[i] == '.';
        return i == digits || !whole ? absent : from == digits ? number : -number;
    }
}
