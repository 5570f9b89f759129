package dev.airelay.server.form;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a {@code multipart/form-data} body. Used by one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
public final class FormWriter {

    private final String boundary;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /**
     * Creates an empty form.
     *
     * @param token letters and digits that no content of the form has
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

    /** Adds a file: {@code length} bytes of {@code content} from {@code offset} on. */
    public void file(String name, String filename, String contentType, byte[] content, int offset, int length) {
        begin("form-data; name=\"" + quoted(name) + "\"; filename=\"" + quoted(filename) + "\"");
        write("Content-Type: " + withoutLineEnds(contentType) + "\r\n\r\n");
        body.write(content, offset, length);
        write("\r\n");
    }

    private void begin(String disposition) {
        write("--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\n");
    }

    /** Escapes what would end the name, as browsers do. */
    private static String quoted(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    private static String withoutLineEnds(String value) {
        return value.replace('\r', ' ').replace('\n', ' ');
    }

    private void write(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the body. */
    public byte[] finish() {
        write("--" + boundary + "--\r\n");
        return body.toByteArray();
    }
}
