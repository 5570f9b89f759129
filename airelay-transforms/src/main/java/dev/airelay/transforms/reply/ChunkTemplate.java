package dev.airelay.transforms.reply;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A chunk that is the same every time but for one text: the hot path writes prefix, escaped text and suffix.
 *
 * @param prefix the bytes before the text
 * @param suffix the bytes behind it
 */
public record ChunkTemplate(byte[] prefix, byte[] suffix) {

    /** Stands for the text while the chunk is serialised; the text is the last place where a client's words may be. */
    public static final String MARK = "airelay-text-goes-here";

    private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);

    /** Splits a serialised chunk at its last mark. */
    static ChunkTemplate of(byte[] frame) {
        int at = frame.length - MARK_BYTES.length;
        while (!Arrays.equals(frame, at, at + MARK_BYTES.length, MARK_BYTES, 0, MARK_BYTES.length)) {
            at--;
        }
        return new ChunkTemplate(
                Arrays.copyOf(frame, at), Arrays.copyOfRange(frame, at + MARK_BYTES.length, frame.length));
    }
}
