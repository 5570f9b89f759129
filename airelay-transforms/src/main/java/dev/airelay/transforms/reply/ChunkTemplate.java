package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A chunk that varies only in one text: the hot path writes prefix, escaped text and suffix. */
public final class ChunkTemplate {

    /** A placeholder for the text while the chunk is serialized; it is the last place with a client's text. */
    public static final String MARK = "airelay-text-goes-here";

    private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);

    final byte[] prefix;
    final byte[] suffix;

    /** Splits a serialized chunk at its last mark. */
    public ChunkTemplate(byte[] chunk) {
        int at = chunk.length - MARK_BYTES.length;
        while (!Arrays.equals(chunk, at, at + MARK_BYTES.length, MARK_BYTES, 0, MARK_BYTES.length)) {
            at--;
        }
        prefix = Arrays.copyOf(chunk, at);
        suffix = Arrays.copyOfRange(chunk, at + MARK_BYTES.length, chunk.length);
    }

    private ChunkTemplate(byte[] prefix, byte[] suffix) {
        this.prefix = prefix;
        this.suffix = suffix;
    }

    /**
     * Returns a template in which JSON that contains the text replaces the marked string.
     *
     * @param before the JSON before the text
     * @param after the JSON after it
     */
    public ChunkTemplate around(String before, String after) {
        return new ChunkTemplate(
                JsonBuffer.text(text -> text.raw(prefix, 0, prefix.length - 1).raw(ascii(before))),
                JsonBuffer.text(text -> text.raw(ascii(after)).raw(suffix, 1, suffix.length)));
    }

    /** Appends the chunk with this text in place of the mark. */
    public void appendTo(JsonBuffer buffer, JsonText text) {
        buffer.raw(prefix).raw(text).raw(suffix);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
