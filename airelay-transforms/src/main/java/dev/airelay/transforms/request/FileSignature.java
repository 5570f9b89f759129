package dev.airelay.transforms.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Tells from a file's bytes what it is. */
final class FileSignature {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] GIF = {'G', 'I', 'F', '8'};
    private static final byte[] RIFF = {'R', 'I', 'F', 'F'};
    private static final byte[] WEBP = {'W', 'E', 'B', 'P'};
    private static final int WEBP_AT = 8;
    private static final byte[] PDF = {'%', 'P', 'D', 'F', '-'};
    /** Readers of PDF accept other bytes before the header, within this many. */
    private static final int PDF_WITHIN = 1024;

    private FileSignature() {}

    /** Returns the media type of an image of a format that the upstream takes. */
    static Optional<String> imageType(byte[] content) {
        if (at(content, 0, PNG)) {
            return Optional.of("image/png");
        }
        if (at(content, 0, JPEG)) {
            return Optional.of("image/jpeg");
        }
        if (at(content, 0, GIF)) {
            return Optional.of("image/gif");
        }
        boolean webp = at(content, 0, RIFF) && at(content, WEBP_AT, WEBP);
        return webp ? Optional.of("image/webp") : Optional.empty();
    }

    static boolean isPdf(byte[] content) {
        for (int start = 0; start < PDF_WITHIN; start++) {
            if (at(content, start, PDF)) {
                return true;
            }
        }
        return false;
    }

    /** Returns true for content that is text in no encoding that agrees with ASCII. */
    static boolean isBinary(byte[] content) {
        for (byte b : content) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns true for valid UTF-8 without NUL. */
    static boolean isText(byte[] content) {
        if (isBinary(content)) {
            return false;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    private static boolean at(byte[] content, int start, byte[] signature) {
        int end = start + signature.length;
        return content.length >= end && Arrays.equals(content, start, end, signature, 0, signature.length);
    }
}
