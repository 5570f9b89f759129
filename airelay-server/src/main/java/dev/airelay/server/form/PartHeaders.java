package dev.airelay.server.form;

import dev.airelay.base.LogSafeText;
import dev.airelay.server.http.HeaderValue;
import dev.airelay.server.http.StrictUtf8;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the header lines of one part, up to a limit. Lines are UTF-8, as browsers and SDKs write them, otherwise Latin-1,
 * the former charset of HTTP headers, so that a file's name loses no letters.
 */
final class PartHeaders {

    /** Many times as much as any client sends. */
    private static final int MAX_BYTES = 16 * 1024;

    /** The encodings that change nothing, RFC 2045. */
    private static final Set<String> PLAIN_ENCODINGS = Set.of("", "7bit", "8bit", "binary");

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int total;
    private @Nullable HeaderValue disposition;
    private Optional<String> contentType = Optional.empty();
    private String transferEncoding = "";

    /** Reads up to the end of a line, or of the piece; returns the line without its line end once it is complete. */
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
        byte[] whole = line.toByteArray();
        line.reset();
        return Optional.of(StrictUtf8.decode(whole)
                .orElseGet(() -> new String(whole, StandardCharsets.ISO_8859_1))
                .stripTrailing());
    }

    /** Parses a header line. */
    void header(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).strip();
        if (name.equals("content-disposition")) {
            disposition = HeaderValue.parse(value);
        } else if (name.equals("content-type")) {
            contentType = Optional.of(value);
        } else if (name.equals("content-transfer-encoding")) {
            transferEncoding = value.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Returns the parsed headers, and resets.
     *
     * @throws RequestRejected if they do not name a field, or name an encoding that forms no longer use
     */
    PartHead finish() {
        HeaderValue given = disposition;
        Optional<String> name = given == null ? Optional.empty() : given.parameter("name");
        if (given == null || !given.value().equals("form-data") || name.isEmpty()) {
            throw MultipartParser.malformed("a part has no header 'Content-Disposition: form-data; name=...'");
        }
        if (!PLAIN_ENCODINGS.contains(transferEncoding)) {
            throw RequestRejected.badRequest(
                    name.get(),
                    "unsupported_content_transfer_encoding",
                    "The part '" + LogSafeText.of(name.get()) + "' of the form has Content-Transfer-Encoding '"
                            + LogSafeText.of(transferEncoding)
                            + "', which multipart/form-data does not use. Send the content unencoded, without that"
                            + " header.");
        }
        PartHead head = new PartHead(name.get(), given.parameter("filename"), contentType);
        disposition = null;
        contentType = Optional.empty();
        transferEncoding = "";
        total = 0;
        return head;
    }

    /** Returns the received part of an incomplete line. */
    String unfinished() {
        return line.toString(StandardCharsets.UTF_8);
    }
}
