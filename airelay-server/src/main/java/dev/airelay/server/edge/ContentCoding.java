package dev.airelay.server.edge;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.airelay.backend.connect.ZstdLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The content codings that a client may use for a body. */
enum ContentCoding {
    IDENTITY {
        @Override
        InputStream decoder(byte[] encoded) {
            return new ByteArrayInputStream(encoded);
        }
    },
    GZIP {
        @Override
        InputStream decoder(byte[] encoded) {
            return new GzipMembers(encoded);
        }
    },
    DEFLATE {
        @Override
        InputStream decoder(byte[] encoded) {
            // The name means zlib's format; some clients send raw deflate data.
            Inflater inflater = new Inflater(!hasZlibHeader(encoded));
            return new InflaterInputStream(new ByteArrayInputStream(encoded), inflater, BUFFER_BYTES) {
                @Override
                public void close() throws IOException {
                    inflater.end();
                    super.close();
                }
            };
        }
    },
    ZSTD {
        @Override
        InputStream decoder(byte[] encoded) throws IOException {
            return new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(encoded));
        }
    };

    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int DEFLATED = 8;

    /** Returns the coding of a {@code Content-Encoding} header; empty for one that is not supported. */
    static Optional<ContentCoding> of(@Nullable String header) {
        String name = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> Optional.of(IDENTITY);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            case "zstd" -> Optional.of(ZSTD).filter(coding -> ZstdLibrary.available());
            default -> Optional.empty();
        };
    }

    /**
     * Decodes a body, holding at most one byte more than the limit.
     *
     * @return the decoded bytes; empty if there are more than {@code maxBytes}
     * @throws IOException when the body is not of this coding
     */
    Optional<byte[]> decode(byte[] encoded, int maxBytes) throws IOException {
        if (this == IDENTITY || encoded.length == 0) {
            return Optional.of(encoded).filter(bytes -> bytes.length <= maxBytes);
        }
        try (InputStream in = decoder(encoded)) {
            byte[] decoded = in.readNBytes(maxBytes);
            return in.read() < 0 ? Optional.of(decoded) : Optional.empty();
        }
    }

    abstract InputStream decoder(byte[] encoded) throws IOException;

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc1950#section-2.2">RFC 1950, 2.2</a> */
    private static boolean hasZlibHeader(byte[] bytes) {
        return bytes.length >= 2
                && (bytes[0] & 0x0f) == DEFLATED
                && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) % 31 == 0;
    }
}
