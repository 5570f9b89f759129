package dev.airelay.transforms.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Recognizes a file's type by its first bytes. */
final class FileSignature {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] GIF_87 = ascii("GIF87a");
    private static final byte[] GIF_89 = ascii("GIF89a");
    private static final byte[] RIFF = ascii("RIFF");
    private static final byte[] WEBP = ascii("WEBP");
    private static final int WEBP_AT = 8;
    private static final byte[] PDF = ascii("%PDF-");
    /** Readers of PDF accept other bytes before the header, within this many. */
    private static final int PDF_WITHIN = 1024;

    private static final byte[] RTF = ascii("{\\rtf");

    private FileSignature() {}

    /** Returns the media type by the content's first bytes, of those that a request can contain, except plain text. */
    static Optional<String> type(byte[] content) {
        return imageType(content).or(() -> {
            if (at(content, 0, PDF)) {
                return Optional.of("application/pdf");
            }
            return at(content, 0, RTF) ? Optional.of("application/rtf") : Optional.empty();
        });
    }

    /** Returns the media type of an image in a format that the upstream accepts. */
    static Optional<String> imageType(byte[] content) {
        if (at(content, 0, PNG)) {
            return Optional.of("image/png");
        }
        if (at(content, 0, JPEG)) {
            return Optional.of("image/jpeg");
        }
        if (at(content, 0, GIF_87) || at(content, 0, GIF_89)) {
            return Optional.of("image/gif");
        }
        boolean webp = at(content, 0, RIFF) && at(content, WEBP_AT, WEBP);
        return webp ? Optional.of("image/webp") : Optional.empty();
    }

    /** Returns true for content with a PDF header where readers expect it, which may also be text about PDF. */
    static boolean mayBePdf(byte[] content) {
        for (int start = 0; start < PDF_WITHIN; start++) {
            if (at(content, start, PDF)) {
                return true;
            }
        }
        return false;
    }

    private static boolean at(byte[] content, int start, byte[] signature) {
        int end = start + signature.length;
        return content.length >= end && Arrays.equals(content, start, end, signature, 0, signature.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
