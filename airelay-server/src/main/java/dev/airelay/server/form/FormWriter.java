package dev.airelay.server.form;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a {@code multipart/form-data} body. Used by one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
public final class FormWriter {

    private final String boundary;
    /** The pieces of the body in order; files are megabytes large and copied only once. */
    private final List<ByteBuffer> pieces = new ArrayList<>();

    /**
     * Creates an empty form.
     *
     * @param token letters and digits that do not occur in the form's content
     */
    public FormWriter(String token) {
        this.boundary = "airelay-" + token;
    }

    /** Returns the body's type. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** Adds a text. */
    public void text(String name, String value) {
        begin("form-data; name=\"" + quoted(name) + "\"");
        write("\r\n" + value + "\r\n");
    }

    /**
     * Adds a file: {@code length} bytes of {@code content} from {@code offset} on, which must not change until {@link
     * #finish}.
     */
    public void file(String name, String filename, String contentType, byte[] content, int offset, int length) {
        begin("form-data; name=\"" + quoted(name) + "\"; filename=\"" + quoted(filename) + "\"");
        write("Content-Type: " + withoutLineEnds(contentType) + "\r\n\r\n");
        pieces.add(ByteBuffer.wrap(content, offset, length));
        write("\r\n");
    }

    private void begin(String disposition) {
        write("--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\n");
    }

    /** Escapes characters that would end the name, as browsers do. */
    private static String quoted(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    private static String withoutLineEnds(String value) {
        return value.replace('\r', ' ').replace('\n', ' ');
    }

    private void write(String text) {
        pieces.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the body, in an array of exactly its length. */
    public byte[] finish() {
        write("--" + boundary + "--\r\n");
        ByteBuffer body = ByteBuffer.allocate(
                pieces.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact));
        pieces.forEach(piece -> body.put(piece.duplicate()));
        return body.array();
    }
}
