package dev.airelay.backend.call;

import dev.airelay.backend.connect.ZstdLibrary;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.Decompressor;
import io.netty.handler.codec.compression.JdkZlibDecompressor;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.netty.handler.codec.compression.ZstdDecompressor;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the body of one response incrementally. The relay requests no coding, but supports gzip and zstd, which the
 * backend and the networks in front of it may choose.
 *
 * <p>A few bytes may decode to gigabytes, so a body may not grow to more than {@value #MAX_RATIO} times its size, beyond the
 * first {@value #FREE_BYTES} bytes; and zstd may not use a window of more than 8 MiB. Used on the call's event loop only. To
 * be closed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9659#section-3">RFC 9659, 3: the window of zstd over HTTP</a>
 */
final class BodyDecoder {

    private static final int MAX_PIECE = 64 * 1024;
    private static final long MAX_RATIO = 256;
    private static final long FREE_BYTES = 16L * 1024 * 1024;
    private static final int ZSTD_WINDOW_LOG = 23;

    private final Decompressor decompressor;
    private long encodedBytes;
    private long decodedBytes;
    private boolean decoding;
    private boolean closed;

    private BodyDecoder(Decompressor decompressor) {
        this.decompressor = decompressor;
    }

    /** Returns whether a body of this {@code Content-Encoding} is not encoded. */
    static boolean isPlain(@Nullable String coding) {
        return coding == null || coding.isBlank() || name(coding).equals("identity");
    }

    /** Returns whether there is a decoder for this {@code Content-Encoding}. */
    static boolean isSupported(String coding) {
        return switch (name(coding)) {
            case "gzip", "x-gzip" -> true;
            case "zstd" -> ZstdLibrary.available();
            default -> false;
        };
    }

    /** Returns a decoder of this {@code Content-Encoding}; empty for one that is not supported. */
    static Optional<BodyDecoder> of(String coding) {
        if (!isSupported(coding)) {
            return Optional.empty();
        }
        Decompressor made = name(coding).equals("zstd")
                ? ZstdDecompressor.builder().maxWindowLog(ZSTD_WINDOW_LOG).build(UnpooledByteBufAllocator.DEFAULT)
                : JdkZlibDecompressor.builder()
                        .wrapper(ZlibWrapper.GZIP)
                        .decompressConcatenated(true)
                        .maxAllocation(MAX_PIECE)
                        .build(UnpooledByteBufAllocator.DEFAULT);
        return Optional.of(new BodyDecoder(made));
    }

    private static String name(String coding) {
        return coding.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Decodes a piece.
     *
     * @param piece still owned by the caller
     * @param decoded receives the decoded bytes, in zero or more calls; the buffer is valid only during the call. May close
     *     this decoder
     * @throws DecompressionException if the body is damaged, or becomes too large
     */
    void feed(ByteBuf piece, Consumer<ByteBuf> decoded) {
        encodedBytes += piece.readableBytes();
        decoding = true;
        boolean added = false;
        try {
            while (!closed) {
                Decompressor.Status status = decompressor.status();
                if (status == Decompressor.Status.NEED_OUTPUT) {
                    passOn(decoded);
                } else if (status == Decompressor.Status.NEED_INPUT && !added) {
                    added = true;
                    decompressor.addInput(Unpooled.copiedBuffer(piece));
                } else {
                    return;
                }
            }
        } finally {
            decoding = false;
            if (closed) {
                decompressor.close();
            }
        }
    }

    private void passOn(Consumer<ByteBuf> decoded) {
        ByteBuf output = decompressor.takeOutput();
        try {
            decodedBytes += output.readableBytes();
            if (decodedBytes - FREE_BYTES > encodedBytes * MAX_RATIO) {
                throw new DecompressionException(
                        "a body of " + encodedBytes + " bytes becomes more than " + decodedBytes);
            }
            decoded.accept(output);
        } finally {
            output.release();
        }
    }

    /** Releases the decoder's resources, immediately or after the piece that is being decoded. Idempotent. */
    void close() {
        if (!closed) {
            closed = true;
            if (!decoding) {
                decompressor.close();
            }
        }
    }
}
