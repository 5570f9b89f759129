package dev.airelay.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart form as clients send it. */
final class FormBody {
    static final String CONTENT_TYPE = "multipart/form-data; boundary=test-boundary";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    FormBody field(String name, String value) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"\r\n", value.getBytes(StandardCharsets.UTF_8));
    }

    FormBody file(String name, String filename, String contentType, byte[] content) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + filename + "\"\r\nContent-Type: "
                        + contentType + "\r\n",
                content);
    }

    /** Adds a part with these header lines, each with its line break. */
    FormBody part(String headers, byte[] content) {
        write("--test-boundary\r\n" + headers + "\r\n");
        bytes.writeBytes(content);
        write("\r\n");
        return this;
    }

    /** Adds a part whose header lines are in Latin-1. */
    FormBody latinPart(String headers, byte[] content) {
        write("--test-boundary\r\n");
        bytes.writeBytes((headers + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(content);
        write("\r\n");
        return this;
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        byte[] end = "--test-boundary--\r\n".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(bytes.toByteArray());
        whole.writeBytes(end);
        return whole.toByteArray();
    }
}
