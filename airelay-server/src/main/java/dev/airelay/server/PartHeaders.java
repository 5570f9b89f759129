package dev.airelay.server;

import dev.airelay.transforms.RequestRejected;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers the header lines of one part, up to a limit. Lines are UTF-8, as browsers and SDKs write them. */
final class PartHeaders {

    /** Many times what any client sends. */
    private static final int MAX_BYTES = 16 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int total;
    private @Nullable HeaderValue disposition;
    private Optional<String> contentType = Optional.empty();

    /** Reads on to the end of a line, or of the piece; returns the line without its end once it is whole. */
    Optional<String> line(ByteBuf piece) {
        int end = piece.indexOf(piece.readerIndex(), piece.writerIndex(), (byte) '\n');
        int length = (end < 0 ? piece.writerIndex() : end + 1) - piece.readerIndex();
        total += length;
        if (total > MAX_BYTES) {
            throw MultipartParser.malformed("the headers of a part are larger than " + MAX_BYTES + " bytes");
        }
        byte[] bytes = new byte[length];
        piece.readBytes(bytes);
        line.writeBytes(bytes);
        if (end < 0) {
            return Optional.empty();
        }
        String whole = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return Optional.of(whole.stripTrailing());
    }

    /** Takes a header line. */
    void header(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).strip();
        if (name.equals("content-disposition")) {
            disposition = HeaderValue.parse(value);
        } else if (name.equals("content-type")) {
            contentType = Optional.of(value);
        }
    }

    /**
     * Returns what the lines say, and begins anew.
     *
     * @throws RequestRejected when they do not name a field
     */
    PartHead finish() {
        HeaderValue given = disposition;
        Optional<String> name = given == null ? Optional.empty() : given.parameter("name");
        if (given == null || !given.value().equals("form-data") || name.isEmpty()) {
            throw MultipartParser.malformed("a part has no header 'Content-Disposition: form-data; name=...'");
        }
        PartHead head = new PartHead(name.get(), given.parameter("filename"), contentType);
        disposition = null;
        contentType = Optional.empty();
        total = 0;
        return head;
    }

    /** Returns what has come of a line that is not whole. */
    String unfinished() {
        return line.toString(StandardCharsets.UTF_8);
    }
}
