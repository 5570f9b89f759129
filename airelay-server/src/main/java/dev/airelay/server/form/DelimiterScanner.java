package dev.airelay.server.form;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Finds the delimiter between the parts of a multipart body, which may arrive in pieces of any size. Stores only how much of
 * the delimiter has matched, not the bytes, and examines each byte at most twice: the delimiter's first byte occurs in it
 * only once, so a failed match can start again only at the byte where it failed.
 */
final class DelimiterScanner {

    private final byte[] delimiter;
    private int matched;

    /**
     * Creates a scanner.
     *
     * @param boundary of the body, without line ends
     */
    DelimiterScanner(String boundary) {
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may be at the very start of the body, without a line end before it.
        matched = 2;
    }

    /**
     * Reads up to the end of the delimiter, or of the piece.
     *
     * @param data receives the bytes before the delimiter, and must release them
     * @return whether the delimiter was found
     */
    boolean scan(ByteBuf piece, Consumer<ByteBuf> data) {
        int start = piece.readerIndex();
        int end = piece.writerIndex();
        int at = start;
        while (at < end) {
            if (matched == 0) {
                int first = piece.indexOf(at, end, delimiter[0]);
                at = first < 0 ? end : first + 1;
                matched = first < 0 ? 0 : 1;
            } else if (piece.getByte(at) == delimiter[matched]) {
                at++;
                matched++;
                if (matched == delimiter.length) {
                    matched = 0;
                    emit(piece, start, at - delimiter.length, data);
                    piece.readerIndex(at);
                    return true;
                }
            } else {
                int before = start - (at - matched);
                if (before > 0) {
                    data.accept(Unpooled.copiedBuffer(delimiter, 0, before));
                }
                matched = 0;
            }
        }
        emit(piece, start, end - matched, data);
        piece.readerIndex(end);
        return false;
    }

    private static void emit(ByteBuf piece, int from, int to, Consumer<ByteBuf> data) {
        if (to > from) {
            data.accept(piece.retainedSlice(from, to - from));
        }
    }
}
