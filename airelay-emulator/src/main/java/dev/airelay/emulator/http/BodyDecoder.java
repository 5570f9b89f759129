package dev.airelay.emulator.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Undoes a request's {@code Content-Encoding}. The real backend also reads zstd, for which the JDK has no decoder. */
final class BodyDecoder {
    private static final int MAX_DECODED_BYTES = 256 * 1024 * 1024;

    private BodyDecoder() {}

    /**
     * The decoded bytes.
     *
     * @throws RefusedException 415 for an encoding that is not known, 400 for a damaged body, 413 for one that is too large
     */
    static byte[] decode(byte[] body, String contentEncoding) throws RefusedException {
        String encoding = contentEncoding.trim().toLowerCase(Locale.ROOT);
        try {
            return switch (encoding) {
                case "", "identity" -> body;
                case "gzip", "x-gzip" -> bounded(new GZIPInputStream(new ByteArrayInputStream(body)));
                case "deflate" -> bounded(new InflaterInputStream(new ByteArrayInputStream(body)));
                default ->
                    throw new RefusedException(Refusal.detail(
                            415,
                            "The emulator cannot decode content-encoding " + encoding
                                    + ". Send gzip, deflate or no encoding."));
            };
        } catch (IOException damaged) {
            throw new RefusedException(
                    Refusal.detail(400, "The body is not valid " + encoding + ": " + damaged.getMessage()));
        }
    }

    private static byte[] bounded(InputStream in) throws IOException, RefusedException {
        byte[] decoded = in.readNBytes(MAX_DECODED_BYTES + 1);
        if (decoded.length > MAX_DECODED_BYTES) {
            throw new RefusedException(Refusal.detail(413, "Request body too large"));
        }
        return decoded;
    }
}
