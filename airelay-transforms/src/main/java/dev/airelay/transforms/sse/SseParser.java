package dev.airelay.transforms.sse;

import dev.airelay.base.ByteScan;
import dev.airelay.base.TextCache;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An incremental parser of an event stream: bytes in pieces of any size, events out.
 *
 * <p>Time is linear in the bytes, for any split. Accepts LF, CR and CRLF line ends, a leading byte order mark, comments,
 * several data lines, and events without a name. Not safe for concurrent use; buffers at most the current event.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">HTML,
 *     interpreting an event stream</a>
 */
public final class SseParser {

    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
    private static final byte[] ID = {'i', 'd'};
    private static final byte[] RETRY = {'r', 'e', 't', 'r', 'y'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final TextCache<String> NAMES =
            new TextCache<>((bytes, from, to) -> new String(bytes, from, to - from, StandardCharsets.UTF_8));

    private final SseListener listener;
    private final ByteAccumulator line;
    /** The data of an event with one line of data, as nearly all have: the piece being fed, unless it had to be copied. */
    private byte @Nullable [] data;

    private int dataFrom;
    private int dataTo;
    /** The data of an event with several lines of data. */
    private final ByteAccumulator joined;

    private boolean several;
    private String name = "";
    /** The last name and its bytes: the next event usually has the same one. */
    private String lastName = "";

    private byte[] lastNameBytes = {};
    private boolean afterCarriageReturn;
    private boolean firstLine = true;
    private long eventBytes;
    /** Whether the rest of an event is skipped, as the listener decided. */
    private boolean skipping;
    /** Whether the line being skipped has a beginning in an earlier piece. */
    private boolean lineBegun;

    /**
     * Creates a parser.
     *
     * @param maxEventBytes the largest line and the largest event data to accept
     * @param listener receives the events
     */
    public SseParser(int maxEventBytes, SseListener listener) {
        this.listener = listener;
        this.line = new ByteAccumulator(maxEventBytes);
        this.joined = new ByteAccumulator(maxEventBytes);
    }

    /**
     * Parses the next piece of the stream. The array is not retained.
     *
     * @throws SseLimitExceededException if an event is too large and the listener does not skip it; the parser cannot be
     *     used afterwards
     */
    public void feed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = afterLineFeed(bytes, offset, end);
        int lineStart = i;
        while (true) {
            i = ByteScan.lineEnd(bytes, i, end);
            if (i == end) {
                break;
            }
            byte b = bytes[i++];
            if (b == '\n') {
                endLine(bytes, lineStart, i - 1);
                lineStart = i;
            } else if (b == '\r') {
                endLine(bytes, lineStart, i - 1);
                afterCarriageReturn = true;
                i = afterLineFeed(bytes, i, end);
                lineStart = i;
            }
        }
        if (lineStart < end) {
            hold(bytes, lineStart, end);
        }
        if (data == bytes) {
            keepData();
        }
    }

    /** Returns where the next line begins: after the line feed that belongs to a preceding carriage return. */
    private int afterLineFeed(byte[] bytes, int from, int end) {
        if (!afterCarriageReturn || from == end) {
            return from;
        }
        afterCarriageReturn = false;
        return bytes[from] == '\n' ? from + 1 : from;
    }

    /** Copies data in an array that the caller, or the next line, will change. */
    private void keepData() {
        data = Arrays.copyOfRange(data, dataFrom, dataTo);
        dataTo -= dataFrom;
        dataFrom = 0;
    }

    private void hold(byte[] bytes, int from, int to) {
        if (!skipping) {
            try {
                line.append(bytes, from, to);
                return;
            } catch (SseLimitExceededException tooLarge) {
                eventBytes += line.length();
                skip(tooLarge);
            }
        }
        eventBytes += to - from;
        lineBegun = true;
    }

    private void skip(SseLimitExceededException tooLarge) {
        if (!listener.onTooLarge()) {
            throw tooLarge;
        }
        skipping = true;
        lineBegun = false;
        line.clear();
        data = null;
        several = false;
        joined.clear();
    }

    /**
     * Ends the stream. An event that lacks only its closing blank line is still dispatched: some servers omit it after the
     * last event. The listener must check whether its data is complete.
     */
    public void finish() {
        if (!line.isEmpty()) {
            endLine(line.array(), 0, 0);
        }
        dispatch();
    }

    /** Returns the bytes of the event so far, without line ends; for the listener, of the event that it receives. */
    public long eventBytes() {
        return eventBytes;
    }

    /** Returns the memory of an incomplete event in bytes. */
    public long heldBytes() {
        return (long) line.capacity() + (data == null ? 0 : dataTo - dataFrom) + joined.capacity();
    }

    private void endLine(byte[] bytes, int from, int to) {
        eventBytes += line.length() + (to - from);
        if (skipping) {
            boolean blank = !lineBegun && from == to;
            lineBegun = false;
            if (blank) {
                dispatch();
            }
            return;
        }
        try {
            interpretLine(bytes, from, to);
        } catch (SseLimitExceededException tooLarge) {
            skip(tooLarge);
        }
    }

    private void interpretLine(byte[] bytes, int from, int to) {
        if (line.isEmpty()) {
            // A line that arrives whole is not buffered, but rejected anyway: the split must not matter.
            line.checkRoom(to - from);
            interpret(bytes, from, to);
        } else {
            line.append(bytes, from, to);
            interpret(line.array(), 0, line.length());
            if (data == line.array()) {
                keepData();
            }
            line.clear();
        }
    }

    private void interpret(byte[] bytes, int start, int to) {
        int from = start;
        if (firstLine) {
            firstLine = false;
            if (startsWith(bytes, from, to, BYTE_ORDER_MARK)) {
                from += BYTE_ORDER_MARK.length;
            }
        }
        if (from == to) {
            dispatch();
        } else if (bytes[from] == ':') {
            listener.onComment();
        } else {
            int colon = indexOfColon(bytes, from, to);
            field(bytes, from, colon, to);
        }
    }

    private void field(byte[] bytes, int from, int colon, int to) {
        int value = Math.min(colon + 1, to);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (isField(bytes, from, colon, DATA)) {
            data(bytes, value, to);
        } else if (isField(bytes, from, colon, EVENT)) {
            name = name(bytes, value, to);
        } else if (!isField(bytes, from, colon, ID) && !isField(bytes, from, colon, RETRY)) {
            listener.onUnknownLine(Arrays.copyOfRange(bytes, from, to));
        }
    }

    private String name(byte[] bytes, int from, int to) {
        if (!Arrays.equals(lastNameBytes, 0, lastNameBytes.length, bytes, from, to)) {
            lastNameBytes = Arrays.copyOfRange(bytes, from, to);
            lastName = NAMES.decoded(bytes, from, to);
        }
        return lastName;
    }

    private void data(byte[] bytes, int from, int to) {
        byte[] first = data;
        if (first == null) {
            data = bytes;
            dataFrom = from;
            dataTo = to;
            return;
        }
        if (!several) {
            several = true;
            joined.append(first, dataFrom, dataTo);
        }
        joined.append((byte) '\n');
        joined.append(bytes, from, to);
    }

    private void dispatch() {
        String dispatchedName = name;
        name = "";
        skipping = false;
        byte[] first = data;
        if (first == null) {
            listener.onEmptyEvent(dispatchedName);
        } else {
            data = null;
            if (several) {
                several = false;
                listener.onEvent(dispatchedName, joined.array(), 0, joined.length());
                joined.clear();
            } else {
                listener.onEvent(dispatchedName, first, dataFrom, dataTo);
            }
        }
        eventBytes = 0;
    }

    private static int indexOfColon(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != ':') {
            i++;
        }
        return i;
    }

    private static boolean isField(byte[] bytes, int from, int colon, byte[] field) {
        return colon - from == field.length && startsWith(bytes, from, colon, field);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** A growing byte array with an upper bound. Doubles, so that appending is linear in the bytes. */
    static final class ByteAccumulator {

        private static final byte[] EMPTY = {};
        /** Reused for many events; a larger array is released, so that one giant event does not hold its memory. */
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

        /** Throws if this many more bytes would exceed the limit. */
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

        /** Returns the size of the array of the content. */
        int capacity() {
            return bytes.length;
        }

        /** Returns the array of the content: valid up to {@link #length()}, until the next change. */
        byte[] array() {
            return bytes;
        }

        void clear() {
            length = 0;
            if (bytes.length > KEPT_BYTES) {
                bytes = EMPTY;
            }
        }
    }
}
