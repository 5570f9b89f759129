package dev.airelay.base;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Values of short texts that were decoded before, such as the names of members and events: they recur in every stream, and
 * rarely need a new string. Holds at most 512 of them, of at most 64 bytes each. Safe for concurrent use, without a lock.
 *
 * <p>Meant to be shared by all streams, in a static field: it only saves work, and its results do not depend on its content.
 *
 * @param <T> the values, which are immutable
 */
public final class TextCache<T> {

    private static final int SLOTS = 512;
    private static final int MAX_BYTES = 64;

    /** Decodes a text. */
    @FunctionalInterface
    public interface Decoder<T> {

        /** Returns the value of the bytes from {@code from} to before {@code to}, the same for the same bytes. */
        T decode(byte[] bytes, int from, int to);
    }

    private static final class Entry<T> {
        private final byte[] bytes;
        private final T decoded;

        Entry(byte[] bytes, T decoded) {
            this.bytes = bytes;
            this.decoded = decoded;
        }

        boolean is(byte[] others, int from, int to) {
            return Arrays.equals(bytes, 0, bytes.length, others, from, to);
        }
    }

    private final Decoder<T> decoder;
    private final AtomicReferenceArray<@Nullable Entry<T>> entries = new AtomicReferenceArray<>(SLOTS);

    /** Creates an empty cache. */
    public TextCache(Decoder<T> decoder) {
        this.decoder = decoder;
    }

    /** Returns the value of the bytes from {@code from} to before {@code to}. */
    public T decoded(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0 || length > MAX_BYTES) {
            return decoder.decode(bytes, from, to);
        }
        int slot = slot(bytes, from, length);
        Entry<T> known = entries.get(slot);
        if (known != null && known.is(bytes, from, to)) {
            return known.decoded;
        }
        Entry<T> second = entries.get(slot ^ 1);
        if (second != null && second.is(bytes, from, to)) {
            return second.decoded;
        }
        Entry<T> entry = new Entry<>(Arrays.copyOfRange(bytes, from, to), decoder.decode(bytes, from, to));
        entries.set(known == null || second != null ? slot : slot ^ 1, entry);
        return entry.decoded;
    }

    /** Returns a slot by the length and five bytes. Three texts that agree in it replace each other. */
    private static int slot(byte[] bytes, int from, int length) {
        int last = from + length - 1;
        int hash = length;
        hash = hash * 31 + bytes[from];
        hash = hash * 31 + bytes[from + length / 4];
        hash = hash * 31 + bytes[from + length / 2];
        hash = hash * 31 + bytes[last - length / 4];
        hash = hash * 31 + bytes[last];
        return (hash ^ hash >>> 8 ^ hash >>> 16) & (SLOTS - 1);
    }
}
