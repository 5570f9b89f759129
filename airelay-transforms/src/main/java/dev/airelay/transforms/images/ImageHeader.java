package dev.airelay.transforms.images;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The format and size in the first bytes of an image file.
 *
 * @param format {@code png}, {@code jpeg} or {@code webp}
 * @param width in pixels
 * @param height in pixels
 * @see <a href="https://www.w3.org/TR/png-3/#11IHDR">PNG, image header</a>
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">JPEG, B.2.2 Frame header</a>
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP container</a>
 */
record ImageHeader(String format, int width, int height) {

    /** Enough for every PNG and WebP, and for a JPEG without a large preview before its header. Whole groups of base64. */
    private static final int FIRST_CHARS = 64 * 1024;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int JPEG = 0xFFD8;
    private static final int PNG_SIZE_AT = 16;
    private static final int CHUNK_AT = 12;
    private static final int MARKER = 0xFF;
    private static final int FOURTEEN_BITS = 0x3FFF;

    /** Returns the header of an image in base64; empty if its format is unknown, or if it is truncated. */
    static Optional<ImageHeader> of(String base64) {
        int first = Math.min(FIRST_CHARS, base64.length());
        return decoded(base64.substring(0, first))
                .flatMap(ImageHeader::of)
                .or(() -> first == base64.length()
                        ? Optional.empty()
                        : decoded(base64).flatMap(ImageHeader::of));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Returns the header of an image; empty if its format is unknown, or if it is truncated. */
    static Optional<ImageHeader> of(byte[] file) {
        return read(file).filter(header -> header.width > 0 && header.height > 0);
    }

    private static Optional<ImageHeader> read(byte[] file) {
        if (file.length > PNG.length && Arrays.equals(file, 0, PNG.length, PNG, 0, PNG.length)) {
            return Optional.of(
                    new ImageHeader("png", bigEndian(file, PNG_SIZE_AT, 4), bigEndian(file, PNG_SIZE_AT + 4, 4)));
        }
        if (bigEndian(file, 0, 2) == JPEG) {
            return jpeg(file);
        }
        return named(file, 0, "RIFF") && named(file, 8, "WEBP") ? webp(file) : Optional.empty();
    }

    /** Reads segments until one describes the frame. */
    private static Optional<ImageHeader> jpeg(byte[] file) {
        int at = 2;
        while (unsigned(file, at) == MARKER) {
            int kind = unsigned(file, at + 1);
            if (kind == MARKER) {
                at++;
            } else if (describesFrame(kind)) {
                return Optional.of(new ImageHeader("jpeg", bigEndian(file, at + 7, 2), bigEndian(file, at + 5, 2)));
            } else {
                at += 2 + bigEndian(file, at + 2, 2);
            }
        }
        return Optional.empty();
    }

    /** SOF0 to SOF15, except for the other markers in this range. */
    private static boolean describesFrame(int kind) {
        return kind >= 0xC0 && kind <= 0xCF && kind != 0xC4 && kind != 0xC8 && kind != 0xCC;
    }

    private static Optional<ImageHeader> webp(byte[] file) {
        if (named(file, CHUNK_AT, "VP8X")) {
            return Optional.of(new ImageHeader("webp", 1 + littleEndian(file, 24, 3), 1 + littleEndian(file, 27, 3)));
        }
        if (named(file, CHUNK_AT, "VP8L")) {
            int bits = littleEndian(file, 21, 4);
            return Optional.of(new ImageHeader("webp", 1 + (bits & FOURTEEN_BITS), 1 + (bits >>> 14 & FOURTEEN_BITS)));
        }
        return named(file, CHUNK_AT, "VP8 ")
                ? Optional.of(new ImageHeader(
                        "webp", littleEndian(file, 26, 2) & FOURTEEN_BITS, littleEndian(file, 28, 2) & FOURTEEN_BITS))
                : Optional.empty();
    }

    private static boolean named(byte[] file, int at, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        return file.length >= at + wanted.length
                && Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static int bigEndian(byte[] file, int at, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number << Byte.SIZE | unsigned(file, at + i);
        }
        return number;
    }

    private static int littleEndian(byte[] file, int at, int length) {
        int number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << Byte.SIZE | unsigned(file, at + i);
        }
        return number;
    }

    /** Returns 0 for a byte after the end. */
    private static int unsigned(byte[] file, int at) {
        return at < file.length ? file[at] & 0xFF : 0;
    }

    /** Returns the size in OpenAI's form. */
    String size() {
        return width + "x" + height;
    }
}
