package dev.airelay.base;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Short texts that were decoded before, such as the names of members and events: they recur in every stream, and need no
 * new string each time. Holds at most 256 of them, of at most 64 bytes each. Safe for concurrent use, without a lock.
 */
public final class RecentTexts {

    private static final int PLACES = 256;
    private static final int MAX_BYTES = 64;

    /** Decodes a text. */
    @FunctionalInterface
    public interface Decoder {

        /** Returns the text of the bytes from {@code from} to before {@code to}, the same for the same bytes. */
        String decode(byte[] bytes, int from, int to);
    }

    private static final class Entry {
        private final byte[] bytes;
        private final String text;

        Entry(byte[] bytes, String text) {
            this.bytes = bytes;
            this.text = text;
        }
    }

    private final Decoder decoder;
    private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(PLACES);

    /** Creates an empty memory of texts. */
    public RecentTexts(Decoder decoder) {
        this.decoder = decoder;
    }

    /** Returns the text of the bytes from {@code from} to before {@code to}. */
    public String text(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0 || length > MAX_BYTES) {
            return decoder.decode(bytes, from, to);
        }
        int place = place(bytes, from, length);
        Entry known = entries.get(place);
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, to)) {
            return known.text;
        }
        Entry entry = new Entry(Arrays.copyOfRange(bytes, from, to), decoder.decode(bytes, from, to));
        entries.set(place, entry);
        return entry.text;
    }

    /** Returns a place by the length and five bytes: names differ in these, and two that do not only replace each other. */
    private static int place(byte[] bytes, int from, int length) {
        int last = from + length - 1;
        int hash = length;
        hash = hash * 31 + bytes[from];
        hash = hash * 31 + bytes[from + length / 4];
        hash = hash * 31 + bytes[from + length / 2];
        hash = hash * 31 + bytes[last - length / 4];
        hash = hash * 31 + bytes[last];
        return (hash ^ hash >>> 8 ^ hash >>> 16) & (PLACES - 1);
    }
}
