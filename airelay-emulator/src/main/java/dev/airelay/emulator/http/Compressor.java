package dev.airelay.emulator.http;

import com.github.luben.zstd.ZstdOutputStream;
import dev.airelay.emulator.http.Transport.Coding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Compresses the body of one response. Flushed data can be decompressed at once. Not thread-safe. */
final class Compressor {
    private static final int BUFFER_BYTES = 512;

    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private final OutputStream out;

    /** A compressor for {@link Coding#GZIP} or {@link Coding#ZSTD}. */
    Compressor(Coding coding) {
        try {
            out = coding == Coding.GZIP
                    ? new GZIPOutputStream(compressed, BUFFER_BYTES, true)
                    : new ZstdOutputStream(compressed);
        } catch (IOException impossible) {
            throw inMemory(impossible);
        }
    }

    /** The coding that a request's {@code Accept-Encoding} allows. */
    static Coding negotiated(String acceptEncoding) {
        Coding best = Coding.IDENTITY;
        for (String one : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = one.strip().split("\\s*;\\s*q\\s*=\\s*", 2);
            boolean refused = parts.length == 2 && parts[1].matches("0(\\.0*)?");
            if (!refused && parts[0].equals(Coding.ZSTD.wireName())) {
                return Coding.ZSTD;
            }
            if (!refused && parts[0].equals(Coding.GZIP.wireName())) {
                best = Coding.GZIP;
            }
        }
        return best;
    }

    /** The bytes so far, compressed and flushed. */
    byte[] flushed(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return taken();
        } catch (IOException impossible) {
            throw inMemory(impossible);
        }
    }

    /** The last bytes. */
    byte[] finished() {
        try {
            out.close();
            return taken();
        } catch (IOException impossible) {
            throw inMemory(impossible);
        }
    }

    private byte[] taken() {
        byte[] bytes = compressed.toByteArray();
        compressed.reset();
        return bytes;
    }

    private static UncheckedIOException inMemory(IOException impossible) {
        return new UncheckedIOException("writing to memory cannot fail", impossible);
    }
}
