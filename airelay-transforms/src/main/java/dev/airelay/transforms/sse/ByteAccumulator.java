package dev.airelay.transforms.sse;

import java.util.Arrays;

/** A growing byte array with an upper bound. Doubles, so that appending is linear in the bytes. */
final class ByteAccumulator {

    private static final byte[] EMPTY = {};
    /** Kept between events; a larger array is let go, so that one giant event does not pin its memory. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final int maxBytes;
    private byte[] bytes = EMPTY;
    private int length;

    ByteAccumulator(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void append(byte[] source, int from, int to) {
        int added = to - from;
        require(added);
        System.arraycopy(source, from, bytes, length, added);
        length += added;
    }

    void append(byte value) {
        require(1);
        bytes[length++] = value;
    }

    /** Throws when so many bytes more would be too many. */
    void checkRoom(int added) {
        if (added > maxBytes - length) {
            throw new SseLimitExceededException(maxBytes);
        }
    }

    private void require(int added) {
        checkRoom(added);
        if (length + added > bytes.length) {
            long grown = Math.max((long) bytes.length * 2, Math.max(256, length + added));
            bytes = Arrays.copyOf(bytes, (int) Math.min(grown, maxBytes));
        }
    }

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    /** Returns how many bytes the array behind the content takes. */
    int capacity() {
        return bytes.length;
    }

    /** Returns the array behind the content: valid up to {@link #length()}, until the next change. */
    byte[] array() {
        return bytes;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = EMPTY;
        }
    }
}
